package dev.fathom.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.fathom.train.data.TfRecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {
  private static final double NOW = 1_700_000_000.25;

  @TempDir Path folder;

  @Test
  void pointsComeBackFromTheEventFile() throws IOException {
    try (Curves curves = Curves.begin(folder, NOW)) {
      curves.add("loss/train", 1, NOW + 1, 0.75);
      curves.add("metrics/abs_rel", 1, NOW + 1.5, Double.NaN);
      curves.add("loss/train", 2, NOW + 2, 0.5);
    }
    Map<String, Series> read = Curves.read(folder);
    assertEquals(Set.of("loss/train", "metrics/abs_rel"), read.keySet());
    assertEquals("1:0.75 2:0.5", text(read.get("loss/train")));
    assertEquals(NOW + 2, read.get("loss/train").wallSeconds(1));
    assertTrue(Float.isNaN(read.get("metrics/abs_rel").value(0)));
  }

  /** The oracle reads the wire format by the field numbers of event.proto and summary.proto. */
  @Test
  void anEventIsWallTimeStepAndSummary() throws IOException {
    try (Curves curves = Curves.begin(folder, NOW)) {
      curves.hyperparameters(NOW, Map.of("batch", "8"));
      curves.add("loss/train", 300, NOW + 1, 0.75);
    }
    List<Path> files = EventFiles.list(folder);
    assertEquals(1, files.size());
    String name = files.get(0).getFileName().toString();
    assertTrue(name.matches("events\\.out\\.tfevents\\.1700000000\\.[\\w-]+\\.\\d+\\.0"), name);
    List<String> events = new ArrayList<>();
    try (TfRecordReader records = new TfRecordReader(files.get(0))) {
      for (byte[] data = records.read(); data != null; data = records.read()) {
        events.add(decode(data));
      }
    }
    assertEquals(
        List.of(
            "wall=1.70000000025E9 version=brain.Event:2",
            "wall=1.70000000025E9 session=[8, 1]",
            "wall=1.70000000025E9 tag=hyperparameters",
            "wall=1.70000000125E9 step=300 tag=loss/train value=0.75"),
        events);
  }

  @Test
  void aResumedTrainingKeepsWhatCameBeforeItsStep() throws IOException {
    try (Curves curves = Curves.begin(folder, NOW)) {
      for (int step = 1; step <= 5; step++) {
        curves.add("loss/train", step, NOW + step, step);
      }
      curves.add("late", 5, NOW + 5, 1);
    }
    try (Curves curves = Curves.resume(folder, 3, NOW)) {
      assertEquals("1:1.0 2:2.0 3:3.0", text(curves.series().get("loss/train")));
      curves.add("loss/train", 4, NOW + 6, 40);
    }
    Map<String, Series> read = Curves.read(folder);
    assertEquals(Set.of("loss/train"), read.keySet());
    assertEquals("1:1.0 2:2.0 3:3.0 4:40.0", text(read.get("loss/train")));
    assertEquals(2, EventFiles.list(folder).size());
    assertEquals(
        "loss/train,4,1700000006.250,40.0",
        Files.readAllLines(folder.resolve(Curves.TABLE)).get(4));
  }

  @Test
  void aNewTrainingInTheFolderOfAnOldOneDoesNotShowIt() throws IOException {
    try (Curves curves = Curves.begin(folder, NOW)) {
      curves.add("old", 7, NOW, 1);
    }
    try (Curves curves = Curves.begin(folder, NOW)) {
      curves.add("new", 1, NOW, 1);
    }
    assertEquals(Set.of("new"), Curves.read(folder).keySet());
  }

  @Test
  void anEndTornOffByACrashCostsOnlyItself() throws IOException {
    try (Curves curves = Curves.begin(folder, NOW)) {
      curves.add("a", 1, NOW, 1);
      curves.add("a", 2, NOW, 2);
    }
    Path file = EventFiles.list(folder).get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 5));
    try (Curves curves = Curves.resume(folder, 9, NOW)) {
      curves.add("a", 10, NOW, 10);
    }
    assertEquals("1:1.0 10:10.0", text(Curves.read(folder).get("a")));
  }

  @Test
  void pointsReachTheFileWhileTheTrainingRuns() throws IOException {
    try (Curves curves = Curves.begin(folder, NOW)) {
      curves.add("a", 1, NOW + 1, 1);
      curves.add("a", 2, NOW + 11, 2);
      assertEquals("1:1.0 2:2.0", text(Curves.read(folder).get("a")));
    }
  }

  @Test
  void badTagsAndStepsAreRefused() throws IOException {
    try (Curves curves = Curves.begin(folder, NOW)) {
      curves.add("a", 2, NOW, 1);
      assertThrows(IllegalArgumentException.class, () -> curves.add(" ", 1, NOW, 1));
      assertThrows(IllegalArgumentException.class, () -> curves.add("a,b", 1, NOW, 1));
      assertThrows(IllegalArgumentException.class, () -> curves.add("a", 1, NOW, 1));
    }
  }

  @Test
  void withoutPointsThereIsNoPicture() throws IOException {
    Curves.begin(folder, NOW).close();
    assertFalse(Files.exists(folder.resolve(Curves.PICTURE)));
  }

  private static String text(Series series) {
    List<String> points = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      points.add(series.step(i) + ":" + series.value(i));
    }
    return String.join(" ", points);
  }

  private static String decode(byte[] message) throws IOException {
    List<String> fields = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> fields.add("wall=" + in.readDouble());
        case 2 -> fields.add("step=" + in.readInt64());
        case 3 -> fields.add("version=" + in.readString());
        case 5 -> decodeSummary(in.readByteArray(), fields);
        case 7 -> fields.add("session=" + java.util.Arrays.toString(in.readByteArray()));
        default -> throw new AssertionError("field " + WireFormat.getTagFieldNumber(tag));
      }
    }
    return String.join(" ", fields);
  }

  private static void decodeSummary(byte[] summary, List<String> fields) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(summary);
    assertEquals(1, WireFormat.getTagFieldNumber(in.readTag()));
    CodedInputStream value = CodedInputStream.newInstance(in.readByteArray());
    for (int tag = value.readTag(); tag != 0; tag = value.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> fields.add("tag=" + value.readString());
        case 2 -> fields.add("value=" + value.readFloat());
        default -> value.skipField(tag);
      }
    }
  }
}
