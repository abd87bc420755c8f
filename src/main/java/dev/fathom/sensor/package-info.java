/**
 * Stamped inputs: camera calibration, mono and stereo frames.
 *
 * <p>May import: geometry, image.
 */
@NullMarked
package dev.fathom.sensor;

import org.jspecify.annotations.NullMarked;
