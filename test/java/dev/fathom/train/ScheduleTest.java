package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.eval.DepthErrors;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.train.networks.DepthScale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults("unet_rt", Path.of("out")).ending(1000, Duration.ofHours(1));

  @Test
  void theRateRisesThenFallsToAHundredth() {
    double peak = OPTIONS.learningRate();
    assertEquals(peak / 101, LearningRate.at(0, 0, OPTIONS), 1e-12);
    assertEquals(peak, LearningRate.at(100, 0, OPTIONS), 1e-12);
    assertEquals(peak * 0.505, LearningRate.at(500, 0.5, OPTIONS), 1e-12);
    assertEquals(peak / 100, LearningRate.at(1000, 1, OPTIONS), 1e-12);
  }

  @Test
  void aBatchDependsOnItsStepAlone() {
    Batch third;
    try (BatchStream stream =
        new BatchStream(OPTIONS, new ShadedScenes(3), DepthScale.DEFAULT, 0)) {
      stream.next();
      stream.next();
      third = stream.next();
    }
    try (BatchStream stream =
        new BatchStream(OPTIONS, new ShadedScenes(3), DepthScale.DEFAULT, 2)) {
      Batch again = stream.next();
      assertArrayEquals(third.images(), again.images());
      assertArrayEquals(third.targets(), again.targets());
    }
  }

  @Test
  void batchesComeInThreeAspectsOfAboutTheSameArea() {
    try (BatchStream stream =
        new BatchStream(OPTIONS, new ShadedScenes(3), DepthScale.DEFAULT, 0)) {
      int[][] sizes = {{128, 96}, {144, 80}, {128, 96}, {208, 64}};
      for (int[] size : sizes) {
        Batch batch = stream.next();
        assertArrayEquals(size, new int[] {batch.width(), batch.height()});
      }
    }
  }

  @Test
  void aFaultOfTheDataReachesTheTraining() {
    TrainingData broken =
        new TrainingData() {
          @Override
          public Intrinsics sample(
              long index, int width, int height, Image8 rgb, FloatImage depth) {
            throw new IllegalArgumentException("no sample " + index);
          }

          @Override
          public String describe() {
            return "broken";
          }
        };
    try (BatchStream stream = new BatchStream(OPTIONS, broken, DepthScale.DEFAULT, 0)) {
      IllegalStateException fault = assertThrows(IllegalStateException.class, stream::next);
      assertEquals("no sample 0", cause(fault));
    }
  }

  @Test
  void depthErrorsAreTakenPerImageAndThenAveraged() {
    DepthErrors.Accumulator errors = new DepthErrors.Accumulator();
    errors.add(2, 1);
    errors.add(4, 4);
    errors.endImage();
    errors.endImage();
    errors.add(10, 10);
    errors.endImage();
    DepthErrors mean = errors.mean();
    assertEquals((0.5 + 0) / 2, mean.absRel(), 1e-12);
    assertEquals((Math.sqrt(0.5) + 0) / 2, mean.rmseMetres(), 1e-12);
    assertEquals((0.5 + 1) / 2, mean.delta1(), 1e-12);
  }

  @Test
  void theWorldsHeldOutScenesAreOthers() {
    Batch seen = Batch.gather(WorldData.training(1), DepthScale.DEFAULT, 0, 2, 32, 32, null);
    Batch again = Batch.gather(WorldData.training(1), DepthScale.DEFAULT, 0, 2, 32, 32, null);
    Batch heldOut = Batch.gather(WorldData.heldOut(1), DepthScale.DEFAULT, 0, 2, 32, 32, null);
    assertArrayEquals(seen.targets(), again.targets());
    assertFalse(Arrays.equals(seen.targets(), heldOut.targets()));
    for (float p : seen.targets()) {
      assertTrue(p >= 0 && p <= 1);
    }
  }

  @Test
  void optionsAreCheckedWithTheValueInTheMessage() {
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.ending(-4, Duration.ofHours(1)));
    assertTrue(String.valueOf(fault.getMessage()).contains("-4"));
  }

  private static String cause(Throwable fault) {
    Throwable cause = fault.getCause();
    return cause == null ? "none" : String.valueOf(cause.getMessage());
  }
}
