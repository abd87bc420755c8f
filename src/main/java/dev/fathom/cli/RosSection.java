package dev.fathom.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --ros-args}, {@code --params} and {@code -p} of commands that are ROS nodes. */
final class RosSection {
  private static final String ROS_ARGS = "--ros-args";
  private static final String END = "--";

  @Option(
      names = "--params",
      paramLabel = "FILE",
      description = "ROS parameter file(s); the same as --ros-args --params-file FILE.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "-p",
      paramLabel = "NAME:=VALUE",
      description = "One parameter; the same as --ros-args -p NAME:=VALUE.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = ROS_ARGS,
      arity = "0..*",
      paramLabel = "…",
      parameterConsumer = Consumer.class,
      description =
          "ROS arguments up to -- or the end: -r FROM:=TO, -p NAME:=VALUE, --params-file FILE,"
              + " --log-level LEVEL, and the others that ROS 2 knows.")
  private List<String> rosArguments = new ArrayList<>();

  /** Takes everything up to {@code --}, options included. */
  static final class Consumer implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      List<String> before = option.getValue();
      List<String> section = new ArrayList<>(before == null ? List.of() : before);
      section.add(ROS_ARGS);
      while (!args.isEmpty() && !args.peek().equals(END)) {
        section.add(args.pop());
      }
      if (!args.isEmpty()) {
        section.add(args.pop());
      }
      option.setValue(section);
    }
  }

  /** All of it as ROS takes it; Fathom's own options first, so that ROS's win. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(ROS_ARGS));
    for (Path file : files) {
      arguments.addAll(List.of("--params-file", file.toString()));
    }
    for (String assignment : assignments) {
      arguments.addAll(List.of("-p", assignment));
    }
    arguments.add(END);
    arguments.addAll(rosArguments);
    return arguments;
  }
}
