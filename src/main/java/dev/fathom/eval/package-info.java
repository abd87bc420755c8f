/**
 * How depth, disparity and σ are measured against truth: one implementation for training, replay,
 * tests and tables.
 *
 * <p>May import: floors 1 to 3.
 */
@NullMarked
package dev.fathom.eval;

import org.jspecify.annotations.NullMarked;
