/** Bytes in and out of the process: lines, windows, standard output, JSON, the terminal. Knows neither logs nor commands. */
@NullMarked
package dev.ringwal.cli.stream;

import org.jspecify.annotations.NullMarked;
