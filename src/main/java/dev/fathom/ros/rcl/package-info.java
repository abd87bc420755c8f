/**
 * The transport on ROS 2's own C library, wherever an installation of ROS 2 is sourced: any
 * distribution from Humble on, any middleware. No native code of our own and no generated messages.
 *
 * <p>Structures of rcl are zeroed memory of ample size, which is what {@code
 * rcl_get_zero_initialized_*} gives; of their fields only those are touched that {@link
 * dev.fathom.ros.rcl.QosLayout}, {@link dev.fathom.ros.rcl.SerializedMessage}, {@link
 * dev.fathom.ros.rcl.WaitSet} and {@link dev.fathom.ros.rcl.EndpointLayout} name.
 *
 * <p>May import: ros and what it may import.
 */
@NullMarked
package dev.fathom.ros.rcl;

import org.jspecify.annotations.NullMarked;
