/**
 * A node's parameters: the option record in force, changes to it, and the services and events that
 * show them to the graph.
 *
 * <p>May import: floors 1 to 4, ros, ros.arguments.
 */
@NullMarked
package dev.fathom.ros.parameter;

import org.jspecify.annotations.NullMarked;
