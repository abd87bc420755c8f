package dev.fathom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Launch files start what they are asked to; test/python/check_launch.py launches them. */
class LaunchFilesTest {
  @Test
  void launchFilesStartWhatTheyAreAskedTo() throws Exception {
    Process python;
    try {
      python =
          new ProcessBuilder(
                  List.of(
                      "python3", Path.of("test", "python", "check_launch.py").toString(), "launch"))
              .redirectErrorStream(true)
              .start();
    } catch (IOException absent) {
      System.out.println("skipped: there is no python3; launch files are not tried");
      Assumptions.abort("there is no python3");
      return;
    }
    python.getOutputStream().close();
    String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), printed);
    assertTrue(printed.contains("ok      depth.launch.py compiles"), printed);
    printed.lines().filter(line -> line.startsWith("skipped")).forEach(System.out::println);
  }
}
