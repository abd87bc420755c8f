package dev.fathom.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A replay in a process of its own whose files cannot grow beyond a size, which fails its writes as
 * a full disk does, and needs no disk of its own.
 */
final class FullDisk {
  private FullDisk() {}

  record Outcome(int exitCode, String output) {}

  static Outcome replay(Path bag, Path out, int kilobytes)
      throws IOException, InterruptedException {
    boolean there = Files.isExecutable(Path.of("/bin/bash"));
    if (!there) {
      System.out.println("skipped: no /bin/bash to limit the size of files with");
    }
    Assumptions.assumeTrue(there, "no /bin/bash");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                List.of(
                    "/bin/bash",
                    "-c",
                    "ulimit -f " + kilobytes + " && exec \"$@\"",
                    "bash",
                    java.toString(),
                    "-XX:-UsePerfData",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.fathom.cli.Fathom",
                    "replay",
                    bag.toString(),
                    "--out",
                    out.toString(),
                    "--include-inputs",
                    "--previews",
                    "0"))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
