/**
 * The {@code ringwal} command: one class per command, and what {@code append} is made of.
 *
 * <p>{@code stream} moves bytes and knows no command; {@code demo} is the crash proof without its command line. Both are below this
 * package.
 */
@NullMarked
package dev.ringwal.cli;

import org.jspecify.annotations.NullMarked;
