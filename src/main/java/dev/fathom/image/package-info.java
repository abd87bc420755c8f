/**
 * Pixel and depth buffers, and the one rule for invalid depth.
 *
 * <p>May import: nothing of Fathom.
 */
@NullMarked
package dev.fathom.image;

import org.jspecify.annotations.NullMarked;
