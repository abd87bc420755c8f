/**
 * Pure kernels on depth images: resizing, units, edges, colour for the eye.
 *
 * <p>May import: floors 1 and 2.
 */
@NullMarked
package dev.fathom.depth;

import org.jspecify.annotations.NullMarked;
