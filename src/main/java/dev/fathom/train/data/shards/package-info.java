/**
 * Samples kept in TFRecord shards, as tf.train.Example.
 *
 * <p>May import: floors 1 to 4, {@code dev.fathom.train.data}.
 */
@NullMarked
package dev.fathom.train.data.shards;

import org.jspecify.annotations.NullMarked;
