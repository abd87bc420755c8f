package dev.fathom.cli;

import dev.fathom.config.ParameterFile;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.pipeline.PipelineOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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

  /** Every parameter with its default, as a ROS parameter file. */
  static String defaultsAsYaml() {
    String body =
        RecordBinding.values(PipelineOptions.defaults()).entrySet().stream()
            .map(e -> "    " + e.getKey() + ": " + (e.getValue().equals("") ? "''" : e.getValue()))
            .collect(Collectors.joining("\n"));
    return NODE + ":\n  ros__parameters:\n" + body;
  }
}
