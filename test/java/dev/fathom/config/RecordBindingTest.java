package dev.fathom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordBindingTest {
  enum Mode {
    FAST,
    EXACT
  }

  record Inner(double minRange, int maxPoints) {
    Inner {
      if (!(minRange > 0)) {
        throw new IllegalArgumentException("min_range must be positive, found " + minRange);
      }
    }
  }

  record Outer(String model, boolean fill, Mode mode, Inner obstacles) {}

  private static final Outer DEFAULTS = new Outer("unet", false, Mode.FAST, new Inner(0.3, 20_000));

  private static Outer bind(String... assignments) {
    return RecordBinding.bind(
        DEFAULTS, List.of(assignments).stream().map(ParameterFile::assignment).toList());
  }

  private static String refusal(String assignment) {
    return assertThrows(IllegalArgumentException.class, () -> bind(assignment)).getMessage();
  }

  @Test
  void bindsNestedNamesAndKeepsOtherDefaults() {
    Outer bound = bind("obstacles.min_range:=1", "mode:=exact", "fill:=true", "model:=a/b");
    assertEquals(new Outer("a/b", true, Mode.EXACT, new Inner(1.0, 20_000)), bound);
  }

  @Test
  void laterSettingsWin() {
    assertEquals(
        2.0, bind("obstacles.min_range:=1", "obstacles.min_range:=2").obstacles().minRange());
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestKnownOne() {
    String message = refusal("obstacles.min_rnge:=1");
    assertTrue(message.contains("'obstacles.min_rnge'"), message);
    assertTrue(message.contains("'obstacles.min_range'"), message);
  }

  @Test
  void aValueOfTheWrongKindIsRefusedWithBothKinds() {
    assertTrue(
        refusal("obstacles.max_points:=many").contains("must be a whole number, found 'many'"));
    assertTrue(
        refusal("obstacles.max_points:=1.5").contains("must be a whole number, found '1.5'"));
    assertTrue(
        refusal("obstacles.max_points:=3000000000")
            .contains("must be a whole number of at most 32 bits, found '3000000000'"));
    assertTrue(refusal("fill:=7").contains("must be true or false, found '7'"));
    assertTrue(refusal("mode:=slow").contains("one of fast, exact"));
  }

  @Test
  void theRecordsOwnCheckIsReportedWithTheOrigin() {
    assertEquals(
        "-p obstacles.min_range:=-1: min_range must be positive, found -1.0",
        refusal("obstacles.min_range:=-1"));
  }

  @Test
  void theRecordsOwnCheckNamesInFullWhatAFileSet() {
    List<Setting> settings =
        List.of(
            new Setting("obstacles.min_range", -1, "parameter file p.yaml"),
            new Setting("obstacles.max_points", 5, "parameter file p.yaml"));
    assertEquals(
        "parameter file p.yaml: parameter 'obstacles.min_range': min_range must be positive, found"
            + " -1.0",
        assertThrows(IllegalArgumentException.class, () -> RecordBinding.bind(DEFAULTS, settings))
            .getMessage());
  }

  @Test
  void readsRosParameterFilesWithWildcardsAndPassesOverOtherNodes(@TempDir Path dir)
      throws IOException {
    Path file = dir.resolve("p.yaml");
    Files.writeString(
        file,
        """
        /**:
          ros__parameters:
            model: any
            obstacles: {min_range: 0.5}
        other_node:
          ros__parameters:
            no_such_parameter: 1
        robot:
          fathom:
            ros__parameters:
              obstacles.max_points: 10
        """);
    Outer bound = RecordBinding.bind(DEFAULTS, ParameterFile.read(file, "fathom"));
    assertEquals(new Outer("any", false, Mode.FAST, new Inner(0.5, 10)), bound);
  }

  @Test
  void brokenFilesAreNamed(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("p.yaml");
    Files.writeString(file, "a: [1");
    String message =
        assertThrows(IllegalArgumentException.class, () -> ParameterFile.read(file, "fathom"))
            .getMessage();
    assertTrue(message.contains(file.toString()) && message.contains("not YAML: line "), message);
    assertThrows(
        IllegalArgumentException.class,
        () -> ParameterFile.read(dir.resolve("none.yaml"), "fathom"));
  }

  @Test
  void editDistanceCountsInsertionsDeletionsAndReplacements() {
    assertEquals(3, NearestName.distance("kitten", "sitting"));
    assertEquals(0, NearestName.distance("depth", "depth"));
    assertEquals(5, NearestName.distance("", "depth"));
  }
}
