package dev.fathom.train.data.shards;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.Field;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.ShadedScenes;
import dev.fathom.train.data.ShotSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardSourceTest {
  private static final Set<Field> MONO = Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);

  @TempDir Path temp;

  private Path write(int samples, int shards) throws IOException {
    Path folder = temp.resolve("shards");
    List<Long> told = new ArrayList<>();
    ShardWriter.write(new ShadedScenes(3), MONO, 40, 30, samples, shards, folder, told::add);
    assertEquals(samples, told.size(), "progress");
    return folder;
  }

  @Test
  void whatIsWrittenIsReadInTheSameOrder() throws IOException {
    Path folder = write(7, 3);
    assertTrue(Files.exists(folder.resolve("samples-00002-of-00003.tfrecord")));
    assertTrue(ShardSource.isIn(folder));
    ShotSource source = ShardSource.open(folder);
    assertEquals(7, source.size());
    assertEquals(MONO, source.fields());
    for (int i = 0; i < 7; i++) {
      Sample expected = new Sample(40, 30, MONO);
      Sample found = new Sample(40, 30, MONO);
      new ShadedScenes(3).read(i, expected);
      source.read(i, found);
      assertArrayEquals(expected.bytes(Field.IMAGE), found.bytes(Field.IMAGE), "sample " + i);
      assertArrayEquals(expected.floats(Field.DEPTH), found.floats(Field.DEPTH), "sample " + i);
      assertArrayEquals(expected.floats(Field.INTRINSICS), found.floats(Field.INTRINSICS), 1e-4f);
    }
  }

  @Test
  void anotherSizeIsCutAndScaled() throws IOException {
    ShotSource source = ShardSource.open(write(2, 1));
    Sample whole = new Sample(40, 30, MONO);
    Sample wide = new Sample(20, 5, MONO);
    source.read(1, whole);
    source.read(1, wide);
    assertEquals(whole.floats(Field.INTRINSICS)[0] / 2, wide.floats(Field.INTRINSICS)[0], 1e-4);
    float[] before = whole.floats(Field.DEPTH);
    float here = wide.floats(Field.DEPTH)[2 * 20 + 10];
    // Rows 10 to 19 are left; row 2 of 5 is rows 14 and 15.
    assertTrue(here == before[15 * 40 + 21] || here == before[14 * 40 + 20], "found " + here);
  }

  @Test
  void aMissingShardIsMissed() throws IOException {
    Path folder = write(7, 3);
    Files.delete(folder.resolve("samples-00001-of-00003.tfrecord"));
    IOException e = assertThrows(IOException.class, () -> ShardSource.open(folder));
    assertTrue(String.valueOf(e.getMessage()).contains("expected 3 shards"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("found 2"), e.getMessage());
  }

  @Test
  void aBrokenRecordNamesItsFileAndPlace() throws IOException {
    Path folder = write(4, 1);
    Path file = folder.resolve("samples-00000-of-00001.tfrecord");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 50] ^= 1;
    Files.write(file, bytes);
    ShotSource source = ShardSource.open(folder);
    Sample sample = new Sample(40, 30, MONO);
    source.read(0, sample);
    IOException e = assertThrows(IOException.class, () -> source.read(3, sample));
    assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("checksum"), e.getMessage());
  }

  @Test
  void shardsAreNeverWrittenOver() throws IOException {
    write(4, 1);
    assertThrows(IllegalArgumentException.class, () -> write(4, 2));
  }

  @Test
  void fieldsThatTheSourceLacksAreNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ShardWriter.write(
                    new ShadedScenes(3),
                    Set.of(Field.IMAGE, Field.RIGHT),
                    8,
                    8,
                    1,
                    1,
                    temp,
                    done -> {}));
    assertTrue(String.valueOf(e.getMessage()).contains("[right]"), e.getMessage());
  }
}
