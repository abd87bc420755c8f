package dev.fathom.bag.mcap;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * Positioned reads of one file through a small staging buffer that stays in the cache.
 *
 * <p>Threads: one at a time.
 */
final class McapInput implements AutoCloseable {
  private static final int STAGING_BYTES = 256 << 10;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private final byte[] peeked = new byte[256];

  McapInput(Path path) throws IOException {
    this.path = path;
    channel = FileChannel.open(path, StandardOpenOption.READ);
    size = channel.size();
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Reads exactly {@code length} bytes from {@code offset} on. */
  void read(long offset, byte[] into, int at, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int got = fill(offset + done, length - done);
      staging.get(into, at + done, got);
      done += got;
    }
  }

  /** Up to 256 bytes from {@code offset} on, in an array that the next call reuses. */
  byte[] peek(long offset, int length) throws IOException {
    read(offset, peeked, 0, length);
    return peeked;
  }

  /** Continues a CRC over the bytes from {@code from} to {@code to}. */
  void update(CRC32 crc, long from, long to) throws IOException {
    long at = from;
    while (at < to) {
      int got = fill(at, (int) Math.min(STAGING_BYTES, to - at));
      crc.update(staging);
      at += got;
    }
  }

  private int fill(long offset, int most) throws IOException {
    staging.clear().limit(Math.min(most, STAGING_BYTES));
    int got = channel.read(staging, offset);
    if (got <= 0) {
      throw new EOFException(path + " ended at byte " + offset + " while it was read");
    }
    staging.flip();
    return got;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
