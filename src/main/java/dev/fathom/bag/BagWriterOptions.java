package dev.fathom.bag;

import dev.fathom.bag.mcap.ChunkCompression;

/**
 * How a recording is written.
 *
 * @param compression of the chunks
 * @param chunkBytes how many bytes complete a chunk: what is lost at most when the process is
 *     killed
 */
public record BagWriterOptions(ChunkCompression compression, int chunkBytes) {
  private static final int LEAST = 1 << 10;
  private static final int MOST = 64 << 20;

  public BagWriterOptions {
    if (chunkBytes < LEAST || chunkBytes > MOST) {
      throw new IllegalArgumentException(
          "chunk size must be " + LEAST + " to " + MOST + " bytes, found " + chunkBytes);
    }
  }

  /** zstd, 1 MiB. */
  public static BagWriterOptions defaults() {
    return of(ChunkCompression.ZSTD);
  }

  public static BagWriterOptions of(ChunkCompression compression) {
    return new BagWriterOptions(compression, 1 << 20);
  }
}
