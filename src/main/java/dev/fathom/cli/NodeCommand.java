package dev.fathom.cli;

import dev.fathom.node.LiveNode;
import dev.fathom.node.NodeKind;
import dev.fathom.node.NodeSettings;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.lifecycle.State;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      names = "--list-params",
      description = "Print every parameter with its default, and stop.")
  private boolean listParameters;

  @Mixin private RosSection ros = new RosSection();

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
            RosArguments.parse(ros.arguments()),
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
}
