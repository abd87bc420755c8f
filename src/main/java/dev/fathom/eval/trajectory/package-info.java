/**
 * How estimated trajectories are measured against truth.
 *
 * <p>May import: {@code geometry}.
 */
@NullMarked
package dev.fathom.eval.trajectory;

import org.jspecify.annotations.NullMarked;
