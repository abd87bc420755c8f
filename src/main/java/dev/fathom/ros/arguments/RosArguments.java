package dev.fathom.ros.arguments;

import dev.fathom.ros.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What ROS 2 says to a program on its command line: {@code … --ros-args … [-- …]}, any number of
 * times.
 *
 * <p>Unlike rcl's, a parameter that is given several times has the value that stands last, whatever
 * pattern of node names it is given for. Rules outside {@code --ros-args}, which rcl still takes
 * with a warning, are left to the program.
 *
 * <p>Source: "ROS Command Line Arguments" at design.ros2.org, and rcl's parser. Threads: immutable.
 */
public final class RosArguments {
  private static final String BEGIN = "--ros-args";
  private static final String END = "--";

  private final List<String> rest = new ArrayList<>();
  private final List<String> sections = new ArrayList<>();
  private final List<RemapRule> remaps = new ArrayList<>();
  private final List<ParameterSource> parameters = new ArrayList<>();
  private final Map<String, LogLevel> levels = new LinkedHashMap<>();
  private @Nullable LogLevel level;
  private @Nullable Path logConfigFile;
  private @Nullable String logFileName;
  private String enclave = "/";
  private boolean rosoutLogs = true;
  private boolean stdoutLogs = true;
  private boolean externalLogs = true;

  private RosArguments() {}

  /** An empty command line. */
  public static RosArguments none() {
    return new RosArguments();
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if a ROS argument is unknown, incomplete or malformed; files
   *     are not opened yet
   */
  public static RosArguments parse(List<String> arguments) {
    RosArguments read = new RosArguments();
    boolean ours = true;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (ours && !argument.equals(BEGIN)) {
        read.rest.add(argument);
        continue;
      }
      read.sections.add(argument);
      if (argument.equals(BEGIN)) {
        ours = false;
      } else if (argument.equals(END)) {
        ours = true;
      } else if (!read.flag(argument)) {
        if (i + 1 == arguments.size()) {
          read.option(argument, null);
        }
        i++;
        read.sections.add(arguments.get(i));
        read.option(argument, arguments.get(i));
      }
    }
    return read;
  }

  /** Takes arguments without a value; false where it is none of them. */
  private boolean flag(String argument) {
    switch (argument) {
      case "--enable-rosout-logs" -> rosoutLogs = true;
      case "--disable-rosout-logs" -> rosoutLogs = false;
      case "--enable-stdout-logs" -> stdoutLogs = true;
      case "--disable-stdout-logs" -> stdoutLogs = false;
      case "--enable-external-lib-logs" -> externalLogs = true;
      case "--disable-external-lib-logs" -> externalLogs = false;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void option(String argument, @Nullable String value) {
    Consumer<String> taker = taker(argument);
    if (value == null) {
      throw new IllegalArgumentException("ROS argument " + argument + " lacks its value");
    }
    try {
      taker.accept(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "ROS argument " + argument + " " + value + ": " + e.getMessage(), e);
    }
  }

  private Consumer<String> taker(String argument) {
    return switch (argument) {
      case "-r", "--remap" -> value -> remaps.add(RemapRule.parse(value));
      case "-p", "--param" -> value -> parameters.add(ParameterSource.Assignment.parse(value));
      case "--params-file" -> value -> parameters.add(new ParameterSource.InFile(Path.of(value)));
      case "--log-level" -> this::takeLevel;
      case "--log-config-file" -> value -> logConfigFile = Path.of(value);
      case "--log-file-name" -> value -> logFileName = value;
      case "-e", "--enclave" -> value -> enclave = RosNames.checkNamespace(value);
      default ->
          throw new IllegalArgumentException(
              "unknown ROS argument '" + argument + "' after " + BEGIN);
    };
  }

  private void takeLevel(String value) {
    int separator = value.indexOf(":=");
    if (separator < 0) {
      level = LogLevel.of(value);
    } else if (separator == 0) {
      throw new IllegalArgumentException("a logger's name must stand before ':='");
    } else {
      levels.put(value.substring(0, separator), LogLevel.of(value.substring(separator + 2)));
    }
  }

  /** What is not for ROS, in its order. */
  public List<String> rest() {
    return List.copyOf(rest);
  }

  /** What is for ROS, as it came: what {@code rcl_init} is to be given. */
  public List<String> sections() {
    return List.copyOf(sections);
  }

  /** The remap rules in their order. */
  public List<RemapRule> remaps() {
    return List.copyOf(remaps);
  }

  /** The security enclave, {@code /} unless given. */
  public String enclave() {
    return enclave;
  }

  /** Whether lines go to {@code /rosout}. */
  public boolean logsToRosout() {
    return rosoutLogs;
  }

  /** Whether lines go to the terminal. */
  public boolean logsToTerminal() {
    return stdoutLogs;
  }

  /** Whether lines go to ROS's log files. */
  public boolean logsToFiles() {
    return externalLogs;
  }

  /** The file that configures ROS's log files; null: none. */
  public @Nullable Path logConfigFile() {
    return logConfigFile;
  }

  /** What ROS's log files are called; null: ROS chooses. */
  public @Nullable String logFileName() {
    return logFileName;
  }

  /**
   * The level from which on a logger speaks: that of its own name, else that of the nearest part of
   * it (of {@code robot} for {@code robot.fathom}), else the general one.
   */
  public LogLevel level(String logger, LogLevel otherwise) {
    for (String name = logger; ; name = name.substring(0, name.lastIndexOf('.'))) {
      LogLevel named = levels.get(name);
      if (named != null) {
        return named;
      }
      if (name.indexOf('.') < 0) {
        return level == null ? otherwise : level;
      }
    }
  }

  /**
   * How a node and all it names are called.
   *
   * @param namespace where the program puts the node, {@code /} for nowhere special
   * @param name what the program calls the node
   */
  public NodeNames names(String namespace, String name) {
    String renamed = first(RemapRule.Kind.NODE, name, name);
    // rcl too looks for the namespace with the new name.
    String moved = first(RemapRule.Kind.NAMESPACE, renamed, namespace);
    return new NodeNames(new NodeName(moved, renamed), remaps);
  }

  private String first(RemapRule.Kind kind, String node, String otherwise) {
    return remaps.stream()
        .filter(rule -> rule.applies(kind, node))
        .map(RemapRule::replacement)
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * The values that the command line and its files give to a node, in their order: of several for
   * one name the last counts.
   *
   * @param warnings told about files that have nothing for this node
   * @throws IllegalArgumentException if a file is missing or no parameter file
   */
  public List<ParameterOverride> parameters(NodeName node, Consumer<String> warnings)
      throws IOException {
    List<ParameterOverride> values = new ArrayList<>();
    for (ParameterSource source : parameters) {
      source.collect(node, values, warnings);
    }
    return values;
  }
}
