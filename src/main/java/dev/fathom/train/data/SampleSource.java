package dev.fathom.train.data;

import java.io.IOException;
import java.util.Set;

/**
 * Samples by number: the same index, size and fields always give the same sample.
 *
 * <p>Threads: one thread at a time.
 */
public interface SampleSource {
  /** What {@link #size} says of a source without end. */
  long ENDLESS = Long.MAX_VALUE;

  /** The fields this source can fill. */
  Set<Field> fields();

  /** Number of samples; indices beyond begin again at the first. */
  long size();

  /**
   * Fills every field that {@code out} wants.
   *
   * @param out says the size; all its wanted fields are among {@link #fields}
   */
  void read(long index, Sample out) throws IOException;

  /** One line for the training record: what the data is and its seed or folder. */
  String describe();
}
