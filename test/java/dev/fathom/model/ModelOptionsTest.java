package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelOptionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto", "cpu", "gpu:0", "gpu:7"})
  void devicesAreTaken(String device) {
    assertEquals(device, new ModelOptions(device, 1, 1, false).device());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GPU", "gpu", "gpu:", "gpu:x", "tpu", "cpu:0"})
  void otherDevicesAreRefusedByName(String device) {
    String e =
        Failures.message(
            IllegalArgumentException.class, () -> new ModelOptions(device, 0, 0, false));
    assertTrue(e.contains("'" + device + "'"), e);
  }

  @Test
  void negativeThreadsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ModelOptions("cpu", -1, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new ModelOptions("cpu", 0, 5000, false));
  }

  @Test
  void missingGpuIsAnErrorOnlyWhereItWasAskedFor() {
    boolean gpu = Files.exists(Path.of("/dev/nvidia0"));
    if (gpu) {
      System.out.println("skipped: this machine has a GPU");
    }
    Assumptions.assumeFalse(gpu, "this machine has a GPU");
    assertDoesNotThrow(() -> Devices.configure(ModelOptions.defaults()));
    String e =
        Failures.message(
            IllegalArgumentException.class,
            () -> Devices.configure(new ModelOptions("gpu:0", 0, 0, false)));
    assertTrue(e.contains("gpu:0"), e);
  }
}
