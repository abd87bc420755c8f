package dev.fathom.bag.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the writer does when the disk gives out. */
class McapWriterTest {
  private static final int MESSAGE = 1000;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  /** A file on a disk that has room for so many bytes, and no more. */
  private static final class SmallDisk implements SeekableByteChannel {
    private final FileChannel file;
    private final long room;

    SmallDisk(Path path, long room) throws IOException {
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      this.room = room;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      long left = room - file.position();
      if (left <= 0) {
        throw new IOException("No space left on device");
      }
      ByteBuffer fits =
          from.duplicate().limit((int) Math.min(from.limit(), from.position() + left));
      int written = file.write(fits);
      from.position(from.position() + written);
      return written;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return file.read(into);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      file.truncate(size);
      return this;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void aFullDiskCostsOneClearErrorAndNoCompleteChunk(ChunkCompression compression)
      throws IOException {
    for (long room = 5_000; room < 40_000; room += 3_777) {
      Path path = temp.resolve(compression + "-" + room + ".mcap");
      int complete = fill(path, room, compression);
      McapFile file = McapFile.open(path);
      try (McapCursor cursor = file.cursor(0, Long.MAX_VALUE, channel -> true)) {
        int found = 0;
        while (cursor.next()) {
          assertEquals(found++, cursor.logTime());
          assertEquals(MESSAGE, cursor.length());
        }
        assertEquals(complete, found);
      }
    }
  }

  /** Writes until the disk is full; returns how many messages the complete chunks have. */
  private static int fill(Path path, long room, ChunkCompression compression) throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[MESSAGE];
    McapWriter writer =
        new McapWriter(new SmallDisk(path, room), path.toString(), compression, 4 * 1024);
    int channel = writer.addChannel(0, "/x", "cdr", Map.of());
    IOException full =
        assertThrows(
            IOException.class,
            () -> {
              for (int i = 0; i < 1000; i++) {
                random.nextBytes(bytes);
                writer.write(channel, i, i, bytes, 0, bytes.length);
              }
            });
    String text = String.valueOf(full.getMessage());
    assertTrue(text.contains(path.toString()), text);
    assertTrue(text.contains("after " + room + " bytes"), text);
    assertTrue(text.contains("No space left on device"), text);
    assertThrows(
        IllegalStateException.class, () -> writer.write(channel, 1, 1, bytes, 0, bytes.length));
    int complete = (int) writer.messageCount(channel);
    assertTrue(complete * (long) MESSAGE < room);
    try {
      writer.close();
    } catch (IOException e) {
      // There may be no room for the summary either; the chunks must be there all the same.
      assertTrue(String.valueOf(e.getMessage()).contains("summary"), e.toString());
    }
    return complete;
  }

  @Test
  void nothingIsLeftToWriteWhenAChunkIsComplete() throws IOException {
    Path path = temp.resolve("growing.mcap");
    byte[] bytes = new byte[MESSAGE];
    try (McapWriter writer =
        new McapWriter(
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            "growing",
            ChunkCompression.ZSTD,
            4 * 1024)) {
      int channel = writer.addChannel(0, "/x", "cdr", Map.of());
      for (int i = 0; i < 20; i++) {
        writer.write(channel, i, i, bytes, 0, bytes.length);
        McapFile file = McapFile.open(path);
        long there = file.messageCounts().values().stream().mapToLong(Long::longValue).sum();
        assertEquals(writer.messageCount(channel), there);
        assertTrue(i + 1 - there <= 4, "at most one chunk is held back");
      }
      writer.flushChunk();
      assertEquals(List.of(20L), List.copyOf(McapFile.open(path).messageCounts().values()));
    }
  }
}
