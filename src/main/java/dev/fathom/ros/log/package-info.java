/**
 * What a node says: lines with a level, on the terminal and on {@code /rosout}.
 *
 * <p>May import: floors 1 to 4, ros.
 */
@NullMarked
package dev.fathom.ros.log;

import org.jspecify.annotations.NullMarked;
