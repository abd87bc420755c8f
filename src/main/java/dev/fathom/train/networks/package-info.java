/**
 * The networks, each a page that reads like its paper's figure.
 *
 * <p>May import: floors 1 to 4, {@code dev.fathom.train.layers}, {@code dev.fathom.train.losses},
 * {@code dev.fathom.train.data}.
 */
@NullMarked
package dev.fathom.train.networks;

import org.jspecify.annotations.NullMarked;
