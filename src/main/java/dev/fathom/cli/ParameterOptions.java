package dev.fathom.cli;

import dev.fathom.config.ParameterDescription;
import dev.fathom.config.ParameterFile;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.pipeline.PipelineOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --params} and {@code -p}, the same for every command that runs a pipeline. */
final class ParameterOptions {
  private static final String NODE = "fathom";

  @Option(
      names = "--params",
      paramLabel = "FILE",
      description = "ROS parameter file(s), for node 'fathom' or '/**'.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "-p",
      paramLabel = "NAME:=VALUE",
      description = "One parameter; wins over files. 'fathom replay --list-params' shows them all.")
  private List<String> assignments = new ArrayList<>();

  PipelineOptions bind() throws IOException {
    List<Setting> settings = new ArrayList<>();
    for (Path file : files) {
      settings.addAll(ParameterFile.read(file, NODE));
    }
    assignments.forEach(text -> settings.add(ParameterFile.assignment(text)));
    return RecordBinding.bind(PipelineOptions.defaults(), settings);
  }

  /** Every parameter with what it is and its default, as a ROS parameter file. */
  static String defaultsAsYaml() {
    return asYaml(PipelineOptions.defaults());
  }

  /** Likewise for any options. */
  static String asYaml(Record options) {
    Map<String, Object> values = RecordBinding.values(options);
    StringBuilder yaml = new StringBuilder(NODE + ":\n  ros__parameters:");
    for (ParameterDescription parameter : RecordBinding.describe(options)) {
      Object value = values.get(parameter.name());
      yaml.append("\n    # ").append(parameter.line());
      yaml.append("\n    ").append(parameter.name()).append(": ");
      yaml.append("".equals(value) ? "''" : value);
    }
    return yaml.toString();
  }
}
