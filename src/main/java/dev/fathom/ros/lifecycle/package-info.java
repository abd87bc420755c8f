/**
 * The life cycle of a node: its states, what may change them, and the services that show and change
 * them.
 *
 * <p>May import: floors 1 to 4, ros.
 */
@NullMarked
package dev.fathom.ros.lifecycle;

import org.jspecify.annotations.NullMarked;
