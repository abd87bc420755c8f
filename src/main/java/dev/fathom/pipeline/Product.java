package dev.fathom.pipeline;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What Fathom publishes of a frame. */
public enum Product {
  DEPTH("depth/image_rect", "sensor_msgs/msg/Image"),
  CAMERA_INFO("depth/camera_info", "sensor_msgs/msg/CameraInfo"),
  SIGMA("depth/sigma", "sensor_msgs/msg/Image"),
  DISPARITY("disparity", "stereo_msgs/msg/DisparityImage"),
  POINTS("points", "sensor_msgs/msg/PointCloud2"),
  OBSTACLES("points/obstacles", "sensor_msgs/msg/PointCloud2"),
  CLEARING("points/clearing", "sensor_msgs/msg/PointCloud2");

  private final String topic;
  private final String type;

  Product(String topic, String type) {
    this.topic = topic;
    this.type = type;
  }

  /** Topic relative to the node's name. */
  public String topic() {
    return topic;
  }

  /** Message type, as {@code package/msg/Name}. */
  public String type() {
    return type;
  }

  /** Whether it is made of an estimate's depth, not a part of the estimate itself. */
  public boolean isCloud() {
    return type.endsWith("/PointCloud2");
  }

  /** Name in the parameter {@code products}. */
  public String parameterName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Reads a comma separated list of names; "all" is every product. */
  public static Set<Product> parse(String list) {
    if (list.strip().equals("all")) {
      return EnumSet.allOf(Product.class);
    }
    EnumSet<Product> products = EnumSet.noneOf(Product.class);
    for (String name : list.split(",", -1)) {
      products.add(
          Arrays.stream(values())
              .filter(p -> p.parameterName().equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "products must be 'all' or of "
                              + Arrays.stream(values())
                                  .map(Product::parameterName)
                                  .collect(Collectors.joining(", "))
                              + ", found '"
                              + name.strip()
                              + "'")));
    }
    return products;
  }
}
