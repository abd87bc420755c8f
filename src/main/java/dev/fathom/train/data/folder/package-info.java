/**
 * Data sets in the folders and files that their makers distribute.
 *
 * <p>May import: floors 1 to 4, {@code dev.fathom.train.data}.
 */
@NullMarked
package dev.fathom.train.data.folder;

import org.jspecify.annotations.NullMarked;
