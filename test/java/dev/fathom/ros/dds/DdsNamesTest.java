package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DdsNamesTest {
  @Test
  void namesAreAsRosGivesThemToDds() {
    assertEquals("rt/camera/image", DdsNames.topic("/camera/image", false));
    assertEquals("ros_discovery_info", DdsNames.topic("/ros_discovery_info", true));
    assertEquals("sensor_msgs::msg::dds_::Image_", DdsNames.type("sensor_msgs/msg/Image"));
  }

  @Test
  void andBack() {
    assertEquals("/camera/image", DdsNames.rosName("rt/camera/image"));
    assertEquals("/ros_discovery_info", DdsNames.rosName("ros_discovery_info"));
    assertEquals("sensor_msgs/msg/Image", DdsNames.rosType("sensor_msgs::msg::dds_::Image_"));
    assertEquals("HelloWorld", DdsNames.rosType("HelloWorld"));
  }
}
