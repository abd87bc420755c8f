package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Depth that is made from what a source has, where it has none. */
class MeasuredDepthFieldsTest {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 128;

  /** The generated world with some of its fields only. */
  private record Limited(SampleSource source, Set<Field> fields) implements SampleSource {
    @Override
    public long size() {
      return source.size();
    }

    @Override
    public void read(long index, Sample out) throws IOException {
      source.read(index, out);
    }

    @Override
    public String describe() {
      return source.describe();
    }
  }

  @Test
  void pairsHaveDepthWhereTheyMatch() throws IOException {
    SampleSource world = WorldSource.training(3);
    Set<Field> had = EnumSet.of(Field.IMAGE, Field.RIGHT, Field.BASELINE, Field.INTRINSICS);
    SampleSource derived = DerivedFields.of(new Limited(world, had), Set.of(Field.DEPTH));
    assertTrue(derived.fields().contains(Field.DEPTH));
    int known = 0;
    int near = 0;
    int pixels = 0;
    for (int i = 0; i < 4; i++) {
      Sample found = new Sample(WIDTH, HEIGHT, Set.of(Field.DEPTH));
      derived.read(i, found);
      Sample truth = new Sample(WIDTH, HEIGHT, Set.of(Field.DEPTH, Field.RIGHT));
      world.read(i, truth);
      for (int p = 0; p < WIDTH * HEIGHT; p++) {
        float z = found.floats(Field.DEPTH)[p];
        float g = truth.floats(Field.DEPTH)[p];
        pixels += g < 20 ? 1 : 0;
        if (g < 20 && !Float.isNaN(z)) {
          known++;
          near += Math.abs(z / g - 1) < 0.15 ? 1 : 0;
        }
      }
    }
    int all = pixels;
    int matched = known;
    int right = near;
    assertTrue(known > 0.4 * pixels, () -> matched + " of " + all);
    assertTrue(near > 0.8 * known, () -> right + " of " + matched);
  }

  @Test
  void pointsOfALidarAreDepthUnlessTheyAreToBeCompleted() throws IOException {
    SampleSource scans =
        new Limited(
            WorldSource.training(3), EnumSet.of(Field.IMAGE, Field.SPARSE_DEPTH, Field.INTRINSICS));
    SampleSource derived = DerivedFields.of(scans, Set.of(Field.IMAGE, Field.DEPTH));
    int known = 0;
    for (int i = 0; i < 8; i++) {
      Sample found = new Sample(WIDTH, HEIGHT, Set.of(Field.DEPTH));
      derived.read(i, found);
      Sample scan = new Sample(WIDTH, HEIGHT, Set.of(Field.SPARSE_DEPTH));
      scans.read(i, scan);
      assertArrayEquals(scan.floats(Field.SPARSE_DEPTH), found.floats(Field.DEPTH));
      for (float z : found.floats(Field.DEPTH)) {
        known += Float.isNaN(z) ? 0 : 1;
      }
    }
    assertTrue(known > 1000, "known pixels: " + known);
    assertFalse(
        DerivedFields.of(scans, Set.of(Field.SPARSE_DEPTH, Field.DEPTH))
            .fields()
            .contains(Field.DEPTH));
  }
}
