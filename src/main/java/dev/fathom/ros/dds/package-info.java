/**
 * A transport that speaks ROS 2's wire protocol itself, where no ROS 2 is installed: Fast DDS from
 * Maven Central with ROS's names, types, quality of service and discovery information.
 *
 * <p>May import: {@code ros} and floors 1 to 4.
 */
@NullMarked
package dev.fathom.ros.dds;

import org.jspecify.annotations.NullMarked;
