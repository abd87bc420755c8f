/**
 * Loss functions as graphs, with their equation numbers beside them.
 *
 * <p>May import: floors 1 to 4.
 */
@NullMarked
package dev.fathom.train.losses;

import org.jspecify.annotations.NullMarked;
