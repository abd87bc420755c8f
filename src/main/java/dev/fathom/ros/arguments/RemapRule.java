package dev.fathom.ros.arguments;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of {@code --remap}.
 *
 * @param kind what it renames
 * @param node name (without namespace) of the only node it is for; null: every node
 * @param match topic or service as a node would call it; empty where the kind is NODE or NAMESPACE
 * @param replacement what it is called instead
 */
public record RemapRule(Kind kind, @Nullable String node, String match, String replacement) {
  private static final String TOKEN = "[A-Za-z_][A-Za-z0-9_]*";
  private static final String NAME = "(?:~/|/)?" + TOKEN + "(?:/" + TOKEN + ")*";
  private static final Pattern RULE =
      Pattern.compile("(?:(" + TOKEN + "):(?!=|//))?(rostopic://|rosservice://)?(.*?):=(.*)");
  private static final Pattern NAME_PATTERN = Pattern.compile(NAME);

  /** What a rule renames. */
  public enum Kind {
    NODE,
    NAMESPACE,
    TOPIC,
    SERVICE,
    TOPIC_AND_SERVICE
  }

  /**
   * Reads {@code [node:][rostopic://|rosservice://]from:=to}, {@code [node:]__node:=name}, {@code
   * [node:]__name:=name} or {@code [node:]__ns:=/namespace}.
   *
   * <p>Source: "Remapping Names" at design.ros2.org, and rcl's grammar.
   */
  public static RemapRule parse(String text) {
    Matcher rule = RULE.matcher(text);
    if (!rule.matches()) {
      throw refused(text, "expected from:=to");
    }
    String node = rule.group(1);
    String from = rule.group(3);
    String to = rule.group(4);
    try {
      return switch (from) {
        case "__node", "__name" -> new RemapRule(Kind.NODE, node, "", RosNames.checkNode(to));
        case "__ns" -> new RemapRule(Kind.NAMESPACE, node, "", RosNames.checkNamespace(to));
        default -> new RemapRule(kind(rule.group(2)), node, name(from), name(to));
      };
    } catch (IllegalArgumentException e) {
      throw refused(text, String.valueOf(e.getMessage()));
    }
  }

  private static Kind kind(@Nullable String scheme) {
    if (scheme == null) {
      return Kind.TOPIC_AND_SERVICE;
    }
    return scheme.equals("rostopic://") ? Kind.TOPIC : Kind.SERVICE;
  }

  private static String name(String text) {
    if (!NAME_PATTERN.matcher(text).matches() || text.contains("__")) {
      throw new IllegalArgumentException("'" + text + "' is no topic or service");
    }
    return text;
  }

  private static IllegalArgumentException refused(String text, String reason) {
    return new IllegalArgumentException("remap rule '" + text + "': " + reason);
  }

  /** Whether the rule is of this kind and for a node of this name. */
  boolean applies(Kind wanted, String nodeName) {
    boolean both =
        kind == Kind.TOPIC_AND_SERVICE && (wanted == Kind.TOPIC || wanted == Kind.SERVICE);
    return (kind == wanted || both) && (node == null || node.equals(nodeName));
  }
}
