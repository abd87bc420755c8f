package dev.fathom.cli;

import dev.fathom.node.Doctor;
import dev.fathom.node.NodeKind;
import dev.fathom.ros.arguments.RosArguments;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom doctor}: what keeps a node from working, before it is started. */
@Command(
    name = "doctor",
    description = {
      "Looks at what 'fathom node' with the same arguments would need: Java, the network's device,"
          + " models, socket buffers, ROS, and whether its topics are published and match.",
      "Exit code 1 if something would keep it from working."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KIND",
      description = "mono (default), stereo or cloud, as for 'fathom node'.")
  private NodeKind kind = NodeKind.MONO;

  @Mixin private RosSection ros = new RosSection();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    AtomicBoolean bad = new AtomicBoolean();
    Doctor doctor =
        new Doctor(
            finding -> {
              String mark =
                  switch (finding.grade()) {
                    case GOOD -> "ok   ";
                    case WARNING -> "warn ";
                    case BAD -> "BAD  ";
                  };
              out.println(mark + finding.text());
              out.flush();
              if (finding.grade() == Doctor.Grade.BAD) {
                bad.set(true);
              }
            });
    doctor.examine(
        kind, RosArguments.parse(ros.arguments()), System.getenv(), Installation.models());
    return bad.get() ? ExitCode.FAILURE : ExitCode.SUCCESS;
  }
}
