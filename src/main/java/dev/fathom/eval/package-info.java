/**
 * How depth is measured against truth: one implementation for training, replay and tests.
 *
 * <p>May import: floors 1 to 3.
 */
@NullMarked
package dev.fathom.eval;

import org.jspecify.annotations.NullMarked;
