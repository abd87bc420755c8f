package dev.fathom.ros.arguments;

import dev.fathom.config.NodePattern;
import dev.fathom.config.ParameterFile;
import dev.fathom.config.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One {@code --param} or {@code --params-file}. */
sealed interface ParameterSource {
  /** Adds what it holds for a node to {@code out}. */
  void collect(NodeName node, List<ParameterOverride> out, Consumer<String> warnings)
      throws IOException;

  /**
   * {@code [node:]name:=value}.
   *
   * @param pattern of the nodes it is for
   */
  record Assignment(String pattern, Setting setting) implements ParameterSource {
    private static final String NAME = "[A-Za-z_/][\\w/]*(\\.[A-Za-z_/][\\w/]*)*";

    static Assignment parse(String text) {
      int separator = text.indexOf(":=");
      int colon = text.indexOf(':');
      if (colon < 0 || colon == separator) {
        return new Assignment("/**", checked(ParameterFile.assignment(text)));
      }
      RosNames.checkNode(text.substring(0, colon));
      Setting setting = checked(ParameterFile.assignment(text.substring(colon + 1)));
      return new Assignment(
          text.substring(0, colon), new Setting(setting.name(), setting.value(), "-p " + text));
    }

    private static Setting checked(Setting setting) {
      if (!setting.name().matches(NAME)) {
        throw new IllegalArgumentException(
            "a parameter's name is like 'depth.min_range', found '" + setting.name() + "'");
      }
      return setting;
    }

    @Override
    public void collect(NodeName node, List<ParameterOverride> out, Consumer<String> warnings) {
      if (NodePattern.matches(pattern, node.full())) {
        // Given on this program's own command line, it is meant for this program.
        out.add(new ParameterOverride(setting, false));
      }
    }
  }

  /** A file with parameters of any number of nodes. */
  record InFile(Path file) implements ParameterSource {
    @Override
    public void collect(NodeName node, List<ParameterOverride> out, Consumer<String> warnings)
        throws IOException {
      List<String> passedOver = new ArrayList<>();
      boolean found = false;
      for (ParameterFile.Section section :
          ParameterFile.sections(file, pattern -> NodePattern.matches(pattern, node.full()))) {
        if (!section.wanted()) {
          passedOver.add(section.pattern());
          continue;
        }
        found = true;
        boolean wildcard = NodePattern.hasWildcard(section.pattern());
        section.settings().forEach(s -> out.add(new ParameterOverride(s, wildcard)));
      }
      if (!found) {
        warnings.accept(
            "parameter file "
                + file
                + " has nothing for node "
                + node.full()
                + ", only for "
                + (passedOver.isEmpty() ? "no node at all" : String.join(", ", passedOver)));
      }
    }
  }
}
