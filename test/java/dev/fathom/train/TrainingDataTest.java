package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.Field;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.ShadedScenes;
import dev.fathom.train.data.shards.ShardWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingDataTest {
  private static final Set<Field> MONO = Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);

  @TempDir Path temp;

  private Path shards(String name, long seed) throws IOException {
    Path folder = temp.resolve(name);
    ShardWriter.write(new ShadedScenes(seed), MONO, 16, 12, 20, 2, folder, done -> {});
    return folder;
  }

  private static float[] depth(SampleSource source, long index) throws IOException {
    Sample sample = new Sample(16, 12, MONO);
    source.read(index, sample);
    return sample.floats(Field.DEPTH);
  }

  private static Set<Integer> seen(SampleSource source, long from, long to) throws IOException {
    Set<Integer> seen = new HashSet<>();
    for (long i = from; i < to; i++) {
      seen.add(Arrays.hashCode(depth(source, i)));
    }
    return seen;
  }

  @Test
  void everyEpochHasEverySampleInAnotherOrder() throws IOException {
    TrainingData data = TrainingData.open(List.of(shards("a", 3).toString()), 1, MONO);
    assertEquals(16, seen(data.training(), 0, 16).size(), "four fifths of 20");
    assertEquals(seen(data.training(), 0, 16), seen(data.training(), 16, 32));
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      first.add(Arrays.hashCode(depth(data.training(), i)));
      second.add(Arrays.hashCode(depth(data.training(), 16 + i)));
    }
    assertTrue(!first.equals(second), "the order is the same");
    assertArrayEquals(depth(data.training(), 3), depth(data.training(), 3));
  }

  @Test
  void whatIsHeldOutIsNeverLearned() throws IOException {
    TrainingData data = TrainingData.open(List.of(shards("a", 3).toString()), 1, MONO);
    Set<Integer> heldOut = seen(data.heldOut(), 0, 4);
    assertEquals(4, heldOut.size());
    heldOut.retainAll(seen(data.training(), 0, 16));
    assertEquals(Set.of(), heldOut);
  }

  @Test
  void whatElseIsNamedIsMeasuredOnWhole() throws IOException {
    String a = shards("a", 3).toString();
    String b = shards("b", 4).toString();
    TrainingData data = TrainingData.open(List.of(a), 1, MONO);
    TrainingData other = data.measuredOn(List.of(b), 1, MONO);
    assertEquals(data.training(), other.training());
    assertTrue(other.heldOut().describe().startsWith("20 frames of"), other.heldOut()::describe);
    assertEquals(
        TrainingData.open(List.of("world:5"), 1, MONO).heldOut().describe(),
        data.measuredOn(List.of("world:5"), 1, MONO).heldOut().describe());
  }

  @Test
  void severalSourcesTakeTurns() throws IOException {
    String a = shards("a", 3).toString();
    String b = shards("b", 4).toString();
    SampleSource both = TrainingData.open(List.of(a, b), 1, MONO).training();
    SampleSource onlyA = TrainingData.open(List.of(a), 1, MONO).training();
    SampleSource onlyB = TrainingData.open(List.of(b), 1, MONO).training();
    for (int i = 0; i < 10; i++) {
      assertArrayEquals(depth(onlyA, i), depth(both, 2L * i));
      assertArrayEquals(depth(onlyB, i), depth(both, 2L * i + 1));
    }
    assertTrue(both.describe().contains(a) && both.describe().contains(b), both.describe());
  }

  @Test
  void theWorldTakesItsSeedFromItsName() throws IOException {
    SampleSource named = TrainingData.open(List.of("world:5"), 1, MONO).training();
    SampleSource given = TrainingData.open(List.of("world"), 5, MONO).training();
    assertArrayEquals(depth(given, 2), depth(named, 2));
    assertEquals(given.describe(), named.describe());
  }

  @ParameterizedTest
  @CsvSource({"world:x, world:SEED", "'.,image=/a', no recording"})
  void aNameThatMakesNoSenseIsExplained(String name, String explanation) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> TrainingData.open(List.of(name), 1, MONO));
    assertTrue(String.valueOf(e.getMessage()).contains(explanation), e.getMessage());
  }

  @Test
  void aPathThatIsNotThereIsNamed() {
    FileNotFoundException e =
        assertThrows(
            FileNotFoundException.class,
            () -> TrainingData.open(List.of("nowhere/at/all"), 1, MONO));
    assertTrue(String.valueOf(e.getMessage()).contains("nowhere/at/all"), e.getMessage());
  }
}
