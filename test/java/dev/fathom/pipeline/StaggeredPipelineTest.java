package dev.fathom.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import dev.fathom.sensor.StereoFrame;
import dev.fathom.stereo.StereoOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaggeredPipelineTest {
  private static final Intrinsics CAMERA = new Intrinsics(1, 1, 1, 1, 0, 0);
  private static final Executor CALLER = Runnable::run;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final StageClock clock = new StageClock();
  private final DepthEstimate out = new DepthEstimate();

  @AfterEach
  void release() {
    threads.shutdown();
  }

  /** Estimates a depth of as many metres as the frame's number; negative ones fail. */
  private static final class Numbered implements DepthPipeline<Integer> {
    private boolean closed;
    private PublishedRange published = new PublishedRange(0, 1);

    @Override
    public boolean estimate(Integer frame, DepthEstimate estimate, StageClock stages) {
      if (frame < 0) {
        throw new IllegalStateException("frame " + frame);
      }
      estimate.depth().reshape(1, 1).data()[0] = frame;
      estimate.describe(frame, "camera", CAMERA, null);
      stages.done(Stage.ESTIMATE);
      return true;
    }

    @Override
    public void range(PublishedRange range) {
      published = range;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private StaggeredPipeline<Integer> of(Executor executor, Numbered... pipelines) {
    return new StaggeredPipeline<>(Arrays.asList(pipelines), UnaryOperator::identity, executor);
  }

  private List<Long> estimates(DepthPipeline<Integer> pipeline, int... frames) {
    List<Long> stamps = new ArrayList<>();
    for (int frame : frames) {
      clock.start();
      if (pipeline.estimate(frame, out, clock)) {
        assertEquals(out.stampNanos(), out.depth().data()[0]);
        stamps.add(out.stampNanos());
      } else {
        stamps.add(null);
      }
    }
    return stamps;
  }

  @Test
  void estimatesComeOneFrameLateAndInOrder() {
    try (StaggeredPipeline<Integer> two = of(threads, new Numbered(), new Numbered())) {
      assertEquals(Arrays.asList(null, 1L, 2L, 3L), estimates(two, 1, 2, 3, 4));
      assertTrue(two.finish(out, clock));
      assertEquals(4, out.stampNanos());
      assertFalse(two.finish(out, clock));
      assertEquals(Arrays.asList(null, 5L), estimates(two, 5, 6));
    }
  }

  @Test
  void onePipelineOwesNothing() {
    try (StaggeredPipeline<Integer> one = of(CALLER, new Numbered())) {
      assertEquals(List.of(1L, 2L), estimates(one, 1, 2));
      assertFalse(one.finish(out, clock));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void failedFrameIsToldInItsTurnAndTheOthersGoOn(int count) {
    Numbered[] pipelines = new Numbered[count];
    Arrays.setAll(pipelines, n -> new Numbered());
    try (StaggeredPipeline<Integer> several = of(threads, pipelines)) {
      int[] first = new int[count - 1];
      Arrays.setAll(first, n -> n == 0 ? -7 : n);
      estimates(several, first);
      Exception failed =
          assertThrows(IllegalStateException.class, () -> estimates(several, count - 1));
      assertTrue(failed.getMessage().contains("frame -7"), failed.getMessage());
      assertEquals(List.of(1L), estimates(several, count));
    }
  }

  @Test
  void newRangeHoldsFromTheNextFrameOn() {
    Numbered first = new Numbered();
    Numbered second = new Numbered();
    PublishedRange near = new PublishedRange(0, 5);
    try (StaggeredPipeline<Integer> two = of(CALLER, first, second)) {
      estimates(two, 1);
      two.range(near);
      assertEquals(new PublishedRange(0, 1), first.published);
      estimates(two, 2, 3);
      assertEquals(List.of(near, near), List.of(first.published, second.published));
    }
  }

  @Test
  void pipelinesAreClosedWithFramesInWork() {
    Numbered first = new Numbered();
    Numbered second = new Numbered();
    StaggeredPipeline<Integer> pipeline = of(threads, first, second);
    estimates(pipeline, -1);
    pipeline.close();
    assertTrue(first.closed && second.closed);
  }

  @Test
  void pairsGiveTheSameAsOneAfterTheOther() {
    List<float[]> expected = new ArrayList<>();
    PublishedRange range = new PublishedRange(0.1f, 100);
    byte[] shared = new byte[2 * 64 * 48];
    try (StereoPipeline plain = new StereoPipeline(StereoOptions.defaults(), range)) {
      for (int n = 0; n < 6; n++) {
        clock.start();
        plain.estimate(pair(n, shared), out, clock);
        expected.add(Arrays.copyOf(out.depth().data(), out.depth().size()));
      }
    }
    var both =
        List.of(
            new StereoPipeline(StereoOptions.defaults(), range),
            new StereoPipeline(StereoOptions.defaults(), range));
    try (StaggeredPipeline<StereoFrame> two =
        new StaggeredPipeline<>(both, KeptPair::new, threads)) {
      for (int n = 0; n <= 6; n++) {
        clock.start();
        boolean there = n < 6 ? two.estimate(pair(n, shared), out, clock) : two.finish(out, clock);
        assertEquals(n > 0, there);
        if (there) {
          assertEquals(n - 1, out.stampNanos());
          float[] found = Arrays.copyOf(out.depth().data(), out.depth().size());
          assertArrayEquals(expected.get(n - 1), found);
        }
      }
    }
  }

  /** Both pictures in one array, which the next pair overwrites, as a reader's buffer is. */
  private static StereoFrame pair(int number, byte[] shared) {
    new Random(number).nextBytes(shared);
    System.arraycopy(shared, number, shared, 64 * 48, 64 * 48 - number);
    StereoCalibration rig =
        new StereoCalibration(
            CameraCalibration.pinhole("left", new Intrinsics(64, 48, 60, 60, 32, 24)),
            CameraCalibration.pinhole("right", new Intrinsics(64, 48, 60, 60, 32, 24)),
            0.1);
    return new StereoFrame(number, grey(shared, 0), grey(shared, 64 * 48), rig);
  }

  private static ImageView grey(byte[] bytes, int offset) {
    return new ImageView(PixelEncoding.MONO8, 64, 48, 64, false, bytes, offset, 64 * 48);
  }
}
