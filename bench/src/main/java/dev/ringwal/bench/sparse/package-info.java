/**
 * Large logs that take little of the disk. They are written by the classes that write every log, segments, indexes, footers and state page
 * alike; only the storage leaves holes where it is given zeros. So what is measured on them is what a log full of records would show,
 * except what it costs to bring those records into the page cache. Here alone the bench goes behind the public API: through that a log of
 * 100 GB would have to be written.
 */
@NullMarked
package dev.ringwal.bench.sparse;

import org.jspecify.annotations.NullMarked;
