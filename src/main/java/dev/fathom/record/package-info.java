/**
 * A generated world as a recording: cameras, LiDAR, IMU and transforms, with exact depth as truth.
 *
 * <p>May import: floors 1 to 5.
 */
@NullMarked
package dev.fathom.record;

import org.jspecify.annotations.NullMarked;
