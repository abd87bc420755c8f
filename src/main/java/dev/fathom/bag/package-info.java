/**
 * rosbag2 recordings in and out: MCAP and SQLite.
 *
 * <p>May import: floors 1 to 3.
 */
@NullMarked
package dev.fathom.bag;

import org.jspecify.annotations.NullMarked;
