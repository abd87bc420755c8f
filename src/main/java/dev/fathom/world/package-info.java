/**
 * The generated world: scenes, cameras, LiDAR and IMU with exact truth.
 *
 * <p>May import: floors 1 to 3.
 */
@NullMarked
package dev.fathom.world;

import org.jspecify.annotations.NullMarked;
