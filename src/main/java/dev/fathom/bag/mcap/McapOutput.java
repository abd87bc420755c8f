package dev.fathom.bag.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.zip.CRC32;

/**
 * The file that a writer fills: what does not fit as a whole is taken back.
 *
 * <p>Threads: one at a time.
 */
final class McapOutput implements AutoCloseable {
  private final SeekableByteChannel file;
  private final String name;
  private final CRC32 partCrc = new CRC32();
  private int crc;
  private long written;
  private boolean full;

  McapOutput(SeekableByteChannel file, String name) {
    this.file = file;
    this.name = name;
  }

  /** Bytes so far. */
  long written() {
    return written;
  }

  /** The CRC of the bytes so far. */
  long crc() {
    return Integer.toUnsignedLong(crc);
  }

  /** Whether writing has failed: no more will be accepted but the end of the file. */
  boolean full() {
    return full;
  }

  String name() {
    return name;
  }

  /** The CRC of a buffer that was filled up to its position. */
  long crcOf(ByteBuffer filled) {
    partCrc.reset();
    partCrc.update(filled.duplicate().flip());
    return partCrc.getValue();
  }

  /** Writes buffers that were filled up to their position; all of them or, in effect, none. */
  void write(String what, ByteBuffer... parts) throws IOException {
    send(what, parts);
    for (ByteBuffer part : parts) {
      crc = Crc32Sum.concatenated(crc, (int) crcOf(part), part.position());
    }
  }

  /** Like the other, for three parts of which the CRC of the second is known. */
  void write(String what, ByteBuffer head, ByteBuffer body, long bodyCrc, ByteBuffer tail)
      throws IOException {
    send(what, head, body, tail);
    crc = Crc32Sum.concatenated(crc, (int) crcOf(head), head.position());
    crc = Crc32Sum.concatenated(crc, (int) bodyCrc, body.position());
    crc = Crc32Sum.concatenated(crc, (int) crcOf(tail), tail.position());
  }

  private void send(String what, ByteBuffer... parts) throws IOException {
    long before = written;
    try {
      for (ByteBuffer part : parts) {
        ByteBuffer from = part.duplicate().flip();
        while (from.hasRemaining()) {
          written += file.write(from);
        }
      }
    } catch (IOException e) {
      long there = written;
      full = true;
      written = before;
      cutBack(e);
      throw new IOException(
          String.format(
              "%s: cannot write the %s after %d bytes; complete up to byte %d, the rest is lost:"
                  + " %s",
              name, what, there, before, e.getMessage()),
          e);
    }
  }

  private void cutBack(IOException cause) {
    try {
      file.truncate(written);
      file.position(written);
    } catch (IOException e) {
      // What is complete is readable even with a partial chunk behind it.
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
