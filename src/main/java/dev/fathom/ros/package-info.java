/**
 * A ROS 2 node's place in the graph: transports on raw CDR, names and remaps, parameters, life
 * cycle, clock.
 *
 * <p>May import: floors 1 to 4.
 */
@NullMarked
package dev.fathom.ros;

import org.jspecify.annotations.NullMarked;
