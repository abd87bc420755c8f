/**
 * Point clouds from depth images: organised ones, and obstacle points.
 *
 * <p>May import: geometry, image.
 */
@NullMarked
package dev.fathom.cloud;

import org.jspecify.annotations.NullMarked;
