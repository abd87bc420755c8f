package dev.fathom.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Inputs that names and remappings put on one topic, where each needs one of its own. */
final class SharedTopics {
  /** Depth that is registered with a camera may have the camera_info of that camera. */
  private static final Set<String> MAY_SHARE = Set.of("camera_info", "depth/camera_info");

  private SharedTopics() {}

  /**
   * What is wrong, by topic. No other trouble of these topics is worth telling before that is
   * mended.
   */
  static Map<String, String> of(List<InputTopic> inputs) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (InputTopic input : inputs) {
      names.computeIfAbsent(input.topic(), t -> new ArrayList<>()).add(input.name());
    }
    Map<String, String> problems = new TreeMap<>();
    names.forEach(
        (topic, sharing) -> {
          if (sharing.size() > 1 && !MAY_SHARE.containsAll(sharing)) {
            problems.put(topic, problem(topic, sharing));
          }
        });
    return problems;
  }

  private static String problem(String topic, List<String> sharing) {
    int last = sharing.size() - 1;
    return String.format(
        "%s and %s share the topic %s, but each needs one of its own: name them with --ros-args %s",
        String.join(", ", sharing.subList(0, last)),
        sharing.get(last),
        topic,
        sharing.stream().map(name -> "-r " + name + ":=/TOPIC").collect(Collectors.joining(" ")));
  }
}
