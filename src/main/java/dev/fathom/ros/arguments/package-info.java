/**
 * The ROS 2 command line, and the names and parameter values that follow from it.
 *
 * <p>May import: config, ros.
 */
@NullMarked
package dev.fathom.ros.arguments;

import org.jspecify.annotations.NullMarked;
