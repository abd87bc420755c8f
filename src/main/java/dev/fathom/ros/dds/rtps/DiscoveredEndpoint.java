package dev.fathom.ros.dds.rtps;

import dev.fathom.bag.QosProfile;

/**
 * A writer or reader that another participant announced.
 *
 * @param topic its name in DDS, such as {@code rt/camera/image}
 * @param type its name in DDS
 */
public record DiscoveredEndpoint(
    Guid guid, boolean isWriter, String topic, String type, QosProfile qos) {}
