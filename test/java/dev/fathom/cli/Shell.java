package dev.fathom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** Runs the program in process, with both streams captured. */
final class Shell {
  private Shell() {}

  /** How a command ended. */
  record Result(int exitCode, String out, String err) {
    /** The lines on standard error that are neither progress nor warnings. */
    List<String> errorLines() {
      return err.lines()
          .filter(line -> !line.matches("fathom: (reading|loading|taking) .*"))
          .toList();
    }

    /** One line, the exit code, and everything that the line must name. */
    void assertFails(int code, String... named) {
      assertEquals(code, exitCode, err);
      assertEquals(1, errorLines().size(), err);
      String line = errorLines().get(0);
      assertTrue(line.startsWith("fathom: "), line);
      for (String part : named) {
        assertTrue(line.contains(part), "'" + part + "' in: " + line);
      }
    }
  }

  static Result run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine fathom =
        Fathom.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = fathom.execute(words);
    return new Result(code, out.toString(), err.toString());
  }
}
