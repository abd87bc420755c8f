package dev.fathom.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * ROS 2 parameter files and {@code name:=value} assignments.
 *
 * <p>A file holds {@code node name: ros__parameters: …}, with node names such as {@code /**},
 * {@code fathom} or {@code /ns/fathom}; entries for other nodes are passed over, as ROS does, but a
 * file without any for this one is refused. Nested names and dotted ones are the same. Later
 * entries win.
 *
 * <p>Source: the parameter file format of rcl_yaml_param_parser.
 */
public final class ParameterFile {
  private static final String PARAMETERS = "ros__parameters";
  private static final RosScalars SCHEMA = new RosScalars();

  private ParameterFile() {}

  /**
   * What a file holds for the nodes of one pattern.
   *
   * @param pattern name or pattern of nodes, with the namespaces it stands under
   * @param wanted whether it was asked for
   * @param settings in the file's order; empty where it was not asked for
   */
  public record Section(String pattern, boolean wanted, List<Setting> settings) {}

  /**
   * The settings that {@code file} holds for {@code node}, in the file's order.
   *
   * @param node see {@link NodePattern#matches}
   * @throws IllegalArgumentException if the file is missing, malformed, or has nothing for the node
   */
  public static List<Setting> read(Path file, String node) throws IOException {
    List<Section> sections = sections(file, pattern -> NodePattern.matches(pattern, node));
    if (sections.stream().noneMatch(Section::wanted)) {
      String found = sections.stream().map(Section::pattern).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "parameter file "
              + file
              + " has nothing for node '"
              + node
              + "', only for "
              + (found.isEmpty() ? "no node at all" : found));
    }
    return sections.stream().flatMap(section -> section.settings().stream()).toList();
  }

  /**
   * Every section of a file, in its order.
   *
   * @param wanted which sections are looked into, by their pattern
   * @throws IllegalArgumentException if the file is missing, or malformed where it is looked into
   */
  public static List<Section> sections(Path file, Predicate<String> wanted) throws IOException {
    Object root = parse(text(file), file.toString());
    if (root == null) {
      throw new IllegalArgumentException("parameter file " + file + " is empty");
    }
    if (!(root instanceof Map<?, ?> nodes)) {
      throw new IllegalArgumentException(
          "parameter file " + file + ": expected a mapping 'node: ros__parameters: …' at the top");
    }
    List<Section> sections = new ArrayList<>();
    nodes.forEach((name, body) -> collect(String.valueOf(name), body, wanted, file, sections));
    return sections;
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("parameter file " + file + " does not exist", e);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("parameter file " + file + " is not UTF-8 text", e);
    }
  }

  /**
   * The settings of a YAML mapping without nodes, nested names joined by dots.
   *
   * @param origin where the text stands, for error messages
   */
  public static List<Setting> plain(String text, String origin) {
    Object root = parse(text, origin);
    if (!(root instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          origin
              + ": expected a mapping 'name: value', found "
              + (root == null ? "nothing" : root));
    }
    List<Setting> settings = new ArrayList<>();
    flatten("", map, origin, settings);
    return settings;
  }

  /** Reads {@code name:=value}, with the value in YAML. */
  public static Setting assignment(String text) {
    int at = text.indexOf(":=");
    if (at <= 0) {
      throw new IllegalArgumentException("expected name:=value, found '" + text + "'");
    }
    Object value = parse(text.substring(at + 2), "-p " + text);
    if (value == null) {
      throw new IllegalArgumentException("-p " + text + ": no value after ':='");
    }
    return new Setting(text.substring(0, at).strip(), value, "-p " + text);
  }

  private static @Nullable Object parse(String yaml, String origin) {
    try {
      return new Load(LoadSettings.builder().setLabel(origin).setSchema(SCHEMA).build())
          .loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(origin + ": not YAML: " + reason(e), e);
    }
  }

  private static String reason(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().get();
      return String.format(
          "line %d, column %d: %s", mark.getLine() + 1, mark.getColumn() + 1, marked.getProblem());
    }
    return String.valueOf(e.getMessage());
  }

  private static void collect(
      String name,
      @Nullable Object body,
      Predicate<String> wanted,
      Path file,
      List<Section> sections) {
    if (!(body instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "parameter file " + file + ": '" + name + "' must hold a mapping with " + PARAMETERS);
    }
    if (!map.containsKey(PARAMETERS)) {
      // A namespace: node names follow one level below.
      map.forEach((child, inner) -> collect(below(name, child), inner, wanted, file, sections));
      return;
    }
    if (!wanted.test(name)) {
      sections.add(new Section(name, false, List.of()));
      return;
    }
    if (!(map.get(PARAMETERS) instanceof Map<?, ?> parameters) || parameters.isEmpty()) {
      throw new IllegalArgumentException(
          "parameter file " + file + ": '" + name + "' has no parameters in " + PARAMETERS);
    }
    List<Setting> settings = new ArrayList<>();
    flatten("", parameters, "parameter file " + file, settings);
    sections.add(new Section(name, true, settings));
  }

  private static String below(String namespace, Object child) {
    String name = String.valueOf(child);
    return namespace + (name.startsWith("/") ? name : "/" + name);
  }

  private static void flatten(String prefix, Map<?, ?> map, String origin, List<Setting> settings) {
    map.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flatten(prefix + key + ".", inner, origin, settings);
          } else if (value != null) {
            settings.add(new Setting(prefix + key, value, origin));
          } else {
            throw new IllegalArgumentException(
                origin + ": parameter '" + prefix + key + "' has no value");
          }
        });
  }
}
