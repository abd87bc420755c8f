/**
 * Loss functions as graphs, with their equation numbers beside them; in float64, which mixed
 * precision leaves alone: differences of nearly equal numbers do not survive bfloat16.
 *
 * <p>May import: floors 1 to 4, {@code dev.fathom.train.layers}.
 */
@NullMarked
package dev.fathom.train.losses;

import org.jspecify.annotations.NullMarked;
