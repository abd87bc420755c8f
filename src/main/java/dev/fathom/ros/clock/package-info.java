/**
 * A node's time: the system's, or a simulator's or a recording's from {@code /clock}.
 *
 * <p>May import: floors 1 to 4, ros, ros.parameter.
 */
@NullMarked
package dev.fathom.ros.clock;

import org.jspecify.annotations.NullMarked;
