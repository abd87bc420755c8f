package dev.fathom.bag;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.fathom.codec.MalformedDataException;

/**
 * Decompresses single messages into one buffer that only grows. Their frames must state their size,
 * as those of rosbag2 do.
 *
 * <p>Threads: one at a time.
 */
final class MessageDecompressor implements AutoCloseable {
  private static final int MAX_BYTES = 256 << 20;

  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private byte[] bytes = new byte[0];

  /**
   * Decompresses a message.
   *
   * @return its length in {@link #bytes()}
   */
  int decompress(byte[] packed, int offset, int length) {
    try {
      long size = Zstd.getFrameContentSize(packed, offset, length);
      if (size > MAX_BYTES) {
        throw new MalformedDataException(
            0, "compressed message claims " + size + " bytes; at most " + MAX_BYTES);
      }
      if (bytes.length < size) {
        bytes = new byte[(int) Math.min(MAX_BYTES, size + size / 4)];
      }
      return zstd.decompressByteArray(bytes, 0, (int) size, packed, offset, length);
    } catch (ZstdException e) {
      MalformedDataException malformed =
          new MalformedDataException(0, "compressed message is malformed: " + e.getMessage());
      malformed.initCause(e);
      throw malformed;
    }
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    zstd.close();
  }
}
