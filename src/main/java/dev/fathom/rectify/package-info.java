/**
 * Distorted images to rectified ones, with maps that OpenCV makes and we keep.
 *
 * <p>May import: floors 1 and 2.
 */
@NullMarked
package dev.fathom.rectify;

import org.jspecify.annotations.NullMarked;
