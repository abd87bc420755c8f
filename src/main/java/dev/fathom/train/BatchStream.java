package dev.fathom.train;

import dev.fathom.train.networks.DepthScale;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The batches of a training in order, each gathered while earlier ones are learned from.
 *
 * <p>What is in a batch depends on its step alone. Every fourth batch is wide and every fourth very
 * wide, of about the same area, because cameras have those aspects and the network takes any size.
 *
 * <p>Threads: owns one, which alone touches the data.
 */
final class BatchStream implements AutoCloseable {
  private static final int AHEAD = 4;
  private static final double WIDE = 16.0 / 9;
  private static final double VERY_WIDE = 3.3;

  private final TrainOptions options;
  private final TrainingData data;
  private final DepthScale scale;
  private final ExecutorService executor;
  private final Queue<Future<Batch>> coming = new ArrayDeque<>();
  private long nextStep;

  BatchStream(TrainOptions options, TrainingData data, DepthScale scale, long firstStep) {
    this.options = options;
    this.data = data;
    this.scale = scale;
    this.nextStep = firstStep;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "fathom-train-data");
              thread.setDaemon(true);
              return thread;
            });
  }

  Batch next() {
    while (coming.size() < AHEAD) {
      long step = nextStep++;
      coming.add(executor.submit(() -> gather(step)));
    }
    try {
      return coming.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch could not be gathered", e.getCause());
    }
  }

  private Batch gather(long step) {
    double aspect =
        switch ((int) (step % 4)) {
          case 1 -> WIDE;
          case 3 -> VERY_WIDE;
          default -> (double) options.width() / options.height();
        };
    double area = (double) options.width() * options.height();
    return Batch.gather(
        data,
        scale,
        step * options.batch(),
        options.batch(),
        side(Math.sqrt(area * aspect)),
        side(Math.sqrt(area / aspect)),
        options.seed());
  }

  private static int side(double pixels) {
    return (int) Math.max(16, 16 * Math.round(pixels / 16));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
