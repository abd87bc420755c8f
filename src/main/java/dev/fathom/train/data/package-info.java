/**
 * Samples to train on: what parts they have, where they come from, and how they become batches.
 *
 * <p>May import: floors 1 to 4, {@code dev.fathom.train.layers}.
 */
@NullMarked
package dev.fathom.train.data;

import org.jspecify.annotations.NullMarked;
