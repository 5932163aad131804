/**
 * Arbitrary bytes where a log expects its own. Each target takes some and may end in two ways: it returns, or it throws what is
 * documented for damage. Everything else, an allocation that the input could make as large as it likes, or a loop that takes longer than
 * the input is long, is a defect.
 *
 * <p>A checksum keeps chance from getting any further than the first frame. So targets also take the input as a recipe: what it says is
 * given checksums that verify, and only then looked at.
 */
@NullMarked
package dev.ringwal.fuzz;

import org.jspecify.annotations.NullMarked;
