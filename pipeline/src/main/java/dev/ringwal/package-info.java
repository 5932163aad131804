@NullMarked
package dev.ringwal;

import org.jspecify.annotations.NullMarked;
