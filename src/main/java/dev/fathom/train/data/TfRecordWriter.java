package dev.fathom.train.data;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a TFRecord file: byte strings one after the other, each with its length and checksums.
 *
 * <p>Source: tensorflow/core/lib/io/record_writer.h. Threads: one at a time.
 */
public final class TfRecordWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final ByteBuffer frame =
      ByteBuffer.allocate(TfRecords.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private TfRecordWriter(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
  }

  /**
   * Begins a new file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   */
  public static TfRecordWriter create(Path file) throws IOException {
    return new TfRecordWriter(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
  }

  /** Appends one record. */
  public void write(byte[] data) throws IOException {
    frame.clear().putLong(data.length);
    frame.putInt(TfRecords.maskedChecksum(frame.array(), Long.BYTES));
    out.write(frame.array(), 0, TfRecords.HEADER_BYTES);
    out.write(data);
    frame.clear().putInt(TfRecords.maskedChecksum(data, data.length));
    out.write(frame.array(), 0, TfRecords.FOOTER_BYTES);
  }

  /** Hands everything written so far to the operating system. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
