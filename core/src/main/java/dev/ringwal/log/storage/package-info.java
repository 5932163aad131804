/**
 * Files and one directory, as a log needs them; no knowledge of records. {@link dev.ringwal.log.storage.Storage} is the seam between
 * the log and the disk: real files in {@link dev.ringwal.log.storage.LocalStorage}, and for tests a double that forgets what was not
 * synced.
 */
@NullMarked
package dev.ringwal.log.storage;

import org.jspecify.annotations.NullMarked;
