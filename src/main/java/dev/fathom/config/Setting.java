package dev.fathom.config;

/**
 * One parameter value as a user gave it.
 *
 * @param name dotted ROS parameter name, such as {@code depth.min_range}
 * @param value what YAML makes of it: Boolean, Integer, Long, Double, String or a List of these
 * @param origin where it stands, for error messages: a file's name or the option itself
 */
public record Setting(String name, Object value, String origin) {}
