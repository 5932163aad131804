/**
 * A log that is damaged: what of it can still be proven, and what to do with that. Nothing here happens by itself, and no damaged file is
 * ever changed or deleted.
 */
@NullMarked
package dev.ringwal.log.repair;

import org.jspecify.annotations.NullMarked;
