/**
 * Training data at rest and on their way to the network.
 *
 * <p>May import: floors 1 to 4, layers, losses.
 */
@NullMarked
package dev.fathom.train.data;

import org.jspecify.annotations.NullMarked;
