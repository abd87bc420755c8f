package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchStreamTest {
  private static final Set<Field> MONO = Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);

  @Test
  void aBatchDependsOnItsStepAlone() {
    Batch third;
    try (BatchStream stream = stream(new ShadedScenes(3), 0)) {
      stream.next();
      stream.next();
      third = stream.next();
    }
    try (BatchStream stream = stream(new ShadedScenes(3), 2)) {
      Batch again = stream.next();
      assertArrayEquals(third.bytes(Field.IMAGE), again.bytes(Field.IMAGE));
      assertArrayEquals(third.floats(Field.DEPTH), again.floats(Field.DEPTH));
    }
  }

  @Test
  void batchesComeInThreeAspectsOfAboutTheSameArea() {
    try (BatchStream stream = stream(new ShadedScenes(3), 0)) {
      int[][] sizes = {{128, 96}, {144, 80}, {128, 96}, {208, 64}};
      for (int[] size : sizes) {
        Batch batch = stream.next();
        assertArrayEquals(size, new int[] {batch.width(), batch.height()});
      }
    }
  }

  @Test
  void aFaultOfTheDataReachesTheTraining() {
    SampleSource broken =
        new SampleSource() {
          @Override
          public Set<Field> fields() {
            return MONO;
          }

          @Override
          public long size() {
            return 5;
          }

          @Override
          public void read(long index, Sample out) throws IOException {
            throw new IOException("no sample " + index);
          }

          @Override
          public String describe() {
            return "broken";
          }
        };
    try (BatchStream stream = stream(broken, 0)) {
      IllegalStateException fault = assertThrows(IllegalStateException.class, stream::next);
      Throwable cause = fault.getCause();
      assertEquals("no sample 0", cause == null ? "none" : String.valueOf(cause.getMessage()));
    }
  }

  @Test
  void theWorldsHeldOutScenesAreOthers() throws IOException {
    Batch seen = Batch.gather(WorldSource.training(1), MONO, 0, 2, 32, 32, null, 0);
    Batch again = Batch.gather(WorldSource.training(1), MONO, 0, 2, 32, 32, null, 0);
    Batch heldOut = Batch.gather(WorldSource.heldOut(1), MONO, 0, 2, 32, 32, null, 0);
    assertArrayEquals(seen.floats(Field.DEPTH), again.floats(Field.DEPTH));
    assertFalse(Arrays.equals(seen.floats(Field.DEPTH), heldOut.floats(Field.DEPTH)));
  }

  private static BatchStream stream(SampleSource source, long firstStep) {
    return new BatchStream(
        source,
        MONO,
        new BatchStream.Form(8, 128, 96, 16, true),
        new Augmentation(AugmentationOptions.DEFAULT),
        1,
        firstStep);
  }
}
