/** What applications build on a log. Each is small enough to be read at once, and tested. */
@NullMarked
package dev.ringwal.examples;

import org.jspecify.annotations.NullMarked;
