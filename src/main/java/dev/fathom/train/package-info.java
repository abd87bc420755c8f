/**
 * Layers, networks, losses, data and the trainer.
 *
 * <p>May import: floors 1 to 4.
 */
@NullMarked
package dev.fathom.train;

import org.jspecify.annotations.NullMarked;
