package dev.fathom.ros.dds;

/**
 * ROS 2's names as DDS sees them.
 *
 * <p>Source: ROS 2 design, "Topic and Service name mapping to DDS".
 */
final class DdsNames {
  /** The topic on which ROS nodes say which endpoints are theirs. */
  static final String DISCOVERY_TOPIC = "ros_discovery_info";

  static final String DISCOVERY_TYPE = "rmw_dds_common/msg/ParticipantEntitiesInfo";

  private DdsNames() {}

  /** The DDS topic of an absolute name, such as {@code rt/camera/image}. */
  static String topic(String absolute, boolean bare) {
    return bare ? absolute.substring(1) : "rt" + absolute;
  }

  /** The absolute ROS name of a DDS topic, with or without ROS's prefix. */
  static String rosName(String topic) {
    return topic.startsWith("rt/") ? topic.substring(2) : "/" + topic;
  }

  /** {@code sensor_msgs::msg::dds_::Image_} becomes {@code sensor_msgs/msg/Image}. */
  static String rosType(String type) {
    return type.contains("::dds_::") && type.endsWith("_")
        ? type.substring(0, type.length() - 1).replace("::dds_::", "::").replace("::", "/")
        : type;
  }

  /** {@code sensor_msgs/msg/Image} becomes {@code sensor_msgs::msg::dds_::Image_}. */
  static String type(String rosType) {
    int lastSlash = rosType.lastIndexOf('/');
    return rosType.substring(0, lastSlash).replace("/", "::")
        + "::dds_::"
        + rosType.substring(lastSlash + 1)
        + "_";
  }
}
