package dev.fathom.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints. picocli sets a command's spec before it runs. */
final class Terminal {
  private Terminal() {}

  static PrintWriter out(@Nullable CommandSpec spec) {
    return required(spec).commandLine().getOut();
  }

  static PrintWriter errors(@Nullable CommandSpec spec) {
    return required(spec).commandLine().getErr();
  }

  static CommandSpec required(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("this command was not started by picocli");
    }
    return spec;
  }
}
