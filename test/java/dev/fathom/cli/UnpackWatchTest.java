package dev.fathom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import org.junit.jupiter.api.Test;

class UnpackWatchTest {
  private static String library(String... entries) {
    return UnpackWatch.library(String.join(File.pathSeparator, entries));
  }

  @Test
  void theLibraryIsTheBuildThatTheClassPathNames() {
    String plain = "/m2/tensorflow-core-native-1.1.0.jar";
    assertEquals(
        "tensorflow-core-native-1.1.0-linux-x86_64.jar",
        library("/classes", plain, "/m2/tensorflow-core-native-1.1.0-linux-x86_64.jar"));
    assertEquals(
        "tensorflow-core-native-1.1.0-linux-x86_64-gpu.jar",
        library("/m2/tensorflow-core-native-1.1.0-linux-x86_64-gpu.jar", plain, "/m2/x.jar"));
  }

  @Test
  void aClassPathWithoutItHasNone() {
    assertEquals("", library("/classes", "/m2/tensorflow-core-api-1.1.0.jar"));
  }
}
