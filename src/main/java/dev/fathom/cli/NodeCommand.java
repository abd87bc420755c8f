package dev.fathom.cli;

import dev.fathom.node.LiveNode;
import dev.fathom.node.NodeKind;
import dev.fathom.node.NodeSettings;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.lifecycle.State;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom node}: a live ROS 2 node. */
@Command(
    name = "node",
    description = {
      "Runs as a ROS 2 node: camera topics in, depth, its standard deviation and clouds out.",
      "Inputs, to be remapped: image and camera_info (mono); left/image, left/camera_info,"
          + " right/image and right/camera_info (stereo); depth/image_rect, depth/camera_info,"
          + " depth/sigma, image and camera_info (cloud). Outputs stand under the node's name.",
      "Without a sourced ROS 2 it speaks DDS by itself."
    },
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
  private static final String ROS_ARGS = "--ros-args";
  private static final String END = "--";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KIND",
      description =
          "mono (default): depth from one camera; stereo: from a pair; cloud: clouds from another"
              + " node's depth.")
  private NodeKind kind = NodeKind.MONO;

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
      names = "--list-params",
      description = "Print every parameter with its default, and stop.")
  private boolean listParameters;

  @Option(
      names = ROS_ARGS,
      arity = "0..*",
      paramLabel = "…",
      parameterConsumer = RosSection.class,
      description =
          "ROS arguments up to -- or the end: -r FROM:=TO, -p NAME:=VALUE, --params-file FILE,"
              + " --log-level LEVEL, and the others that ROS 2 knows.")
  private List<String> rosArguments = new ArrayList<>();

  /** Takes everything up to {@code --}, options included. */
  static final class RosSection implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      List<String> all = option.getValue();
      List<String> section = new ArrayList<>(all == null ? List.of() : all);
      section.add(ROS_ARGS);
      while (!args.isEmpty()) {
        String argument = args.pop();
        section.add(argument);
        if (argument.equals(END)) {
          break;
        }
      }
      option.setValue(section);
    }
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (listParameters) {
      out.println(ParameterOptions.asYaml(NodeSettings.defaults()));
      return ExitCode.SUCCESS;
    }
    PrintWriter errors = spec.commandLine().getErr();
    TerminationRequest termination = new TerminationRequest();
    LiveNode node =
        LiveNode.open(
            kind,
            RosArguments.parse(arguments()),
            Installation.models(),
            line -> {
              errors.println(line);
              errors.flush();
            });
    try (node) {
      if (!node.start()) {
        return ExitCode.FAILURE;
      }
      boolean over = false;
      while (!over) {
        over = termination.await() || node.state() == State.FINALIZED;
      }
    }
    return ExitCode.SUCCESS;
  }

  /** Fathom's own options first, so that ROS's win. */
  private List<String> arguments() {
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
