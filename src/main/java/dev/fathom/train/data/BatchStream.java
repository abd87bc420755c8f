package dev.fathom.train.data;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a training in order, each gathered while earlier ones are learned from.
 *
 * <p>What is in a batch depends on its step alone.
 *
 * <p>Threads: owns one, which alone touches the source.
 */
public final class BatchStream implements AutoCloseable {
  private static final int AHEAD = 4;
  private static final double WIDE = 16.0 / 9;
  private static final double VERY_WIDE = 3.3;

  /**
   * What the batches look like.
   *
   * @param count samples a batch
   * @param multiple that both sides are multiples of
   * @param mixedAspects whether every fourth batch is wide and every fourth very wide, of about the
   *     same area, because cameras have those aspects
   */
  public record Form(int count, int width, int height, int multiple, boolean mixedAspects) {}

  private final SampleSource source;
  private final Set<Field> fields;
  private final Form form;
  private final @Nullable Augmentation augmentation;
  private final long seed;
  private final ExecutorService executor;
  private final Queue<Future<Batch>> coming = new ArrayDeque<>();
  private long nextStep;

  /**
   * @param augmentation changes the samples; null leaves them as they are
   * @param seed of the augmentation
   */
  public BatchStream(
      SampleSource source,
      Set<Field> fields,
      Form form,
      @Nullable Augmentation augmentation,
      long seed,
      long firstStep) {
    this.source = source;
    this.fields = Set.copyOf(fields);
    this.form = form;
    this.augmentation = augmentation;
    this.seed = seed;
    this.nextStep = firstStep;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "fathom-train-data");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The batch of the next step. */
  public Batch next() {
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
      if (e.getCause() instanceof IllegalArgumentException callersFault) {
        throw callersFault;
      }
      throw new IllegalStateException("a batch could not be gathered", e.getCause());
    }
  }

  private Batch gather(long step) throws Exception {
    double aspect = (double) form.width() / form.height();
    if (form.mixedAspects() && step % 4 == 1) {
      aspect = WIDE;
    } else if (form.mixedAspects() && step % 4 == 3) {
      aspect = VERY_WIDE;
    }
    double area = (double) form.width() * form.height();
    return Batch.gather(
        source,
        fields,
        step * form.count(),
        form.count(),
        side(Math.sqrt(area * aspect)),
        side(Math.sqrt(area / aspect)),
        augmentation,
        seed);
  }

  private int side(double pixels) {
    return (int) Math.max(1, Math.round(pixels / form.multiple())) * form.multiple();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
