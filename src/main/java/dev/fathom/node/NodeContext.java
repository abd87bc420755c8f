package dev.fathom.node;

import dev.fathom.ros.Transport;
import dev.fathom.ros.log.NodeLog;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What surrounds a node.
 *
 * @param rosNanos the time of ROS: the system's, or the simulator's
 * @param models where models are looked up by name
 */
public record NodeContext(
    Transport transport, NodeLog log, EndpointQos qos, LongSupplier rosNanos, Path models) {}
