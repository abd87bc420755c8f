package dev.fathom.bag.mcap;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Compresses a chunk's records, from memory outside the heap to such memory.
 *
 * <p>Threads: one at a time.
 */
final class ChunkEncoder implements AutoCloseable {
  /** Recording must keep up with cameras: the fastest level, as rosbag2's {@code zstd_fast}. */
  private static final int ZSTD_LEVEL = 1;

  /** Version 1, independent blocks, no checksums: the chunk has a CRC. */
  private static final int LZ4_FLAGS = 0x60;

  private final ChunkCompression compression;
  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
  private final LZ4Compressor lz4 = LZ4Factory.fastestInstance().fastCompressor();

  ChunkEncoder(ChunkCompression compression) {
    this.compression = compression;
  }

  ChunkCompression compression() {
    return compression;
  }

  /** Appends the first {@code in.position()} bytes of {@code in}, compressed, to {@code out}. */
  void encode(ByteBuffer in, ByteSink out) {
    int length = in.position();
    switch (compression) {
      case NONE -> throw new IllegalStateException("an uncompressed chunk is written as it is");
      case ZSTD -> {
        int most = (int) Zstd.compressBound(length);
        ByteBuffer to = out.reserve(most).buffer();
        int at = to.position();
        to.position(at + zstd.compressDirectByteBuffer(to, at, most, in, 0, length));
      }
      case LZ4 -> lz4Frame(in, length, out);
    }
  }

  private void lz4Frame(ByteBuffer in, int length, ByteSink out) {
    int code = 4;
    while (code < 7 && blockSize(code) < length) {
      code++;
    }
    int blockSize = blockSize(code);
    byte[] descriptor = {(byte) LZ4_FLAGS, (byte) (code << 4)};
    int sum = XXHashFactory.fastestInstance().hash32().hash(descriptor, 0, 2, 0) >>> 8;
    out.u32(Lz4Frame.MAGIC).bytes(descriptor, 0, 2).u8(sum);
    for (int done = 0; done < length; done += blockSize) {
      lz4Block(in, done, Math.min(blockSize, length - done), out);
    }
    out.u32(0);
  }

  private void lz4Block(ByteBuffer in, int offset, int size, ByteSink out) {
    int most = lz4.maxCompressedLength(size);
    ByteBuffer to = out.reserve(4 + most).buffer().order(ByteOrder.LITTLE_ENDIAN);
    int at = to.position();
    int packed = lz4.compress(in, offset, size, to, at + 4, most);
    if (packed < size) {
      to.putInt(at, packed);
    } else {
      packed = size;
      to.putInt(at, size | Lz4Frame.STORED);
      to.put(at + 4, in, offset, size);
    }
    to.position(at + 4 + packed);
  }

  private static int blockSize(int code) {
    return 1 << (8 + 2 * code);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
