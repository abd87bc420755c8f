package dev.fathom.ros.parameter;

import dev.fathom.codec.msg.ListParametersRequest;
import dev.fathom.codec.msg.ListParametersResult;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Answers which parameters there are below some prefixes. Source: rclcpp's list_parameters. */
final class ParameterList {
  private ParameterList() {}

  /**
   * The names that match, and the prefixes that they have.
   *
   * @param prefixes parameters, or groups of them without the dot at the end; none: all
   * @param depth names with fewer dots than this, counted behind the prefix; 0: any number
   */
  static ListParametersResult of(Collection<String> names, List<String> prefixes, long depth) {
    List<String> matching = names.stream().filter(name -> matches(name, prefixes, depth)).toList();
    Set<String> groups = new LinkedHashSet<>();
    for (String name : matching) {
      int dot = name.lastIndexOf('.');
      if (dot >= 0) {
        groups.add(name.substring(0, dot));
      }
    }
    return new ListParametersResult(matching, List.copyOf(groups));
  }

  private static boolean matches(String name, List<String> prefixes, long depth) {
    if (prefixes.isEmpty()) {
      return shallow(name, depth);
    }
    return prefixes.stream()
        .anyMatch(
            prefix ->
                name.equals(prefix)
                    || (name.startsWith(prefix + ".")
                        && shallow(name.substring(prefix.length() + 1), depth)));
  }

  private static boolean shallow(String name, long depth) {
    return depth == ListParametersRequest.DEPTH_RECURSIVE
        || Long.compareUnsigned(name.chars().filter(c -> c == '.').count(), depth) < 0;
  }
}
