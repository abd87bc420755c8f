/**
 * rosbag2 recordings in and out: many files and formats read as one, in time order, and MCAP
 * written.
 *
 * <p>May import: floors 1 to 3, {@code bag.mcap}, {@code bag.sqlite}.
 */
@NullMarked
package dev.fathom.bag;

import org.jspecify.annotations.NullMarked;
