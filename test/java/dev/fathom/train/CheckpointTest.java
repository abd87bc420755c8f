package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private final Path folder;

  CheckpointTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    Path file = folder.resolve("c.bin");
    Checkpoint written = example();
    written.write(file);
    Checkpoint read = Checkpoint.read(file);
    assertEquals("unet_rt", read.network());
    assertEquals(-3, read.seed());
    assertEquals(1234, read.step());
    assertEquals(56.5, read.seconds());
    assertEquals(written.values().keySet(), read.values().keySet());
    written.values().forEach((name, v) -> assertArrayEquals(v, read.values().get(name)));
  }

  @Test
  void replacesTheOldOneAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("c.bin");
    example().write(file);
    example().write(file);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void everyFlippedByteIsNoticed() throws IOException {
    Path file = folder.resolve("c.bin");
    example().write(file);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      Files.write(file, bad);
      assertThrows(MalformedDataException.class, () -> Checkpoint.read(file), "byte " + i);
    }
  }

  @Test
  void everyTruncationIsNoticed() throws IOException {
    Path file = folder.resolve("c.bin");
    example().write(file);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThrows(MalformedDataException.class, () -> Checkpoint.read(file), length + " bytes");
    }
  }

  private static Checkpoint example() {
    return new Checkpoint(
        "unet_rt",
        -3,
        1234,
        56.5,
        Map.of("a.weights", new float[] {1, -2.5f, Float.MIN_VALUE}, "b", new float[] {}));
  }
}
