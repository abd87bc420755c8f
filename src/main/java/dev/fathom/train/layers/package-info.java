/**
 * The layer language that networks are written in, and the variables behind it.
 *
 * <p>May import: floors 1 to 4.
 */
@NullMarked
package dev.fathom.train.layers;

import org.jspecify.annotations.NullMarked;
