package dev.fathom.ros;

import dev.fathom.bag.QosProfile;

/**
 * A publisher or subscription somewhere in the graph.
 *
 * @param node absolute name of its node, or empty where the middleware does not tell
 * @param type such as {@code sensor_msgs/msg/Image}
 * @param qos what it offers or asks for
 */
public record Endpoint(String node, String type, QosProfile qos) {}
