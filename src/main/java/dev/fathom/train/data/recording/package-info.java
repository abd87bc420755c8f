/**
 * rosbag2 recordings as samples to train on.
 *
 * <p>May import: floors 1 to 4, {@code dev.fathom.train.data}.
 */
@NullMarked
package dev.fathom.train.data.recording;

import org.jspecify.annotations.NullMarked;
