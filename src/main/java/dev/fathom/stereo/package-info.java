/**
 * Disparity from rectified pairs, and its uncertainty.
 *
 * <p>May import: floors 1 and 2.
 */
@NullMarked
package dev.fathom.stereo;

import org.jspecify.annotations.NullMarked;
