/** The log on local disk: open, roll, recover, trim, read. */
@NullMarked
package dev.ringwal.log.local;

import org.jspecify.annotations.NullMarked;
