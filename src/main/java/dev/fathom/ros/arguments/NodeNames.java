package dev.fathom.ros.arguments;

import java.util.List;

/**
 * What one node and everything it names are called in the graph.
 *
 * @param node after remapping
 * @param rules the first that matches applies
 */
public record NodeNames(NodeName node, List<RemapRule> rules) {
  public NodeNames {
    rules = List.copyOf(rules);
  }

  /** The absolute topic. */
  public String topic(String name) {
    return resolve(name, RemapRule.Kind.TOPIC);
  }

  /** The absolute service. */
  public String service(String name) {
    return resolve(name, RemapRule.Kind.SERVICE);
  }

  private String resolve(String name, RemapRule.Kind kind) {
    String expanded = RosNames.expand(name, node);
    for (RemapRule rule : rules) {
      if (rule.applies(kind, node.name()) && RosNames.expand(rule.match(), node).equals(expanded)) {
        return RosNames.expand(rule.replacement(), node);
      }
    }
    return expanded;
  }
}
