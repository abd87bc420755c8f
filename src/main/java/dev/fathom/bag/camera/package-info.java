/**
 * What a recording says of its cameras: their topics, calibrations and places.
 *
 * <p>May import: floors 1 to 3.
 */
@NullMarked
package dev.fathom.bag.camera;

import org.jspecify.annotations.NullMarked;
