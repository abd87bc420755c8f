/**
 * The MCAP container: its records as pure data, their bytes, and a reader and a writer on top.
 *
 * <p>May import: floors 1 to 3 (of which it uses {@code codec}); nothing of {@code bag}.
 */
@NullMarked
package dev.fathom.bag.mcap;

import org.jspecify.annotations.NullMarked;
