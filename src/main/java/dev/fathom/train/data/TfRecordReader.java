package dev.fathom.train.data;

import dev.fathom.codec.MalformedDataException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a TFRecord file, uncompressed, record by record; every checksum is checked.
 *
 * <p>Source: tensorflow/core/lib/io/record_writer.h. Threads: one at a time.
 */
public final class TfRecordReader implements Closeable {
  /** Longest record that is read unless the caller says otherwise. */
  public static final int DEFAULT_MAX_BYTES = 1 << 28;

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private InputStream in;
  private final Path file;
  private final long size;
  private final int maxBytes;
  private long offset;

  /** Opens a file whose records have at most {@link #DEFAULT_MAX_BYTES}. */
  public TfRecordReader(Path file) throws IOException {
    this(file, DEFAULT_MAX_BYTES);
  }

  /**
   * Opens a file.
   *
   * @param maxBytes the longest record to allocate memory for
   */
  public TfRecordReader(Path file, int maxBytes) throws IOException {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("maxBytes must not be negative, found " + maxBytes);
    }
    this.file = file;
    this.maxBytes = maxBytes;
    channel = FileChannel.open(file);
    size = channel.size();
    in = stream();
  }

  private InputStream stream() {
    return new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES);
  }

  /** Goes to the record that begins at an offset. */
  public void seek(long recordOffset) throws IOException {
    channel.position(recordOffset);
    offset = recordOffset;
    in = stream();
  }

  /**
   * Passes over the next record without reading its data.
   *
   * @return whether there was one
   * @throws MalformedDataException as {@link #read}, but for the data's checksum
   */
  public boolean skip() throws IOException {
    byte[] header = in.readNBytes(TfRecords.HEADER_BYTES);
    if (header.length == 0) {
      return false;
    }
    long next = offset + TfRecords.HEADER_BYTES + checkHeader(header) + TfRecords.FOOTER_BYTES;
    if (next > size) {
      throw malformed(offset, "ends within a record");
    }
    seek(next);
    return true;
  }

  /** Offset of the next record: the number of bytes of the whole records read so far. */
  public long offset() {
    return offset;
  }

  /**
   * The next record's data, or null at the end of the file.
   *
   * @throws MalformedDataException if the file ends within a record, a checksum does not match, or
   *     the record is longer than the cap or the rest of the file
   */
  public byte @Nullable [] read() throws IOException {
    byte[] header = in.readNBytes(TfRecords.HEADER_BYTES);
    if (header.length == 0) {
      return null;
    }
    int length = checkHeader(header);
    byte[] data = in.readNBytes(length);
    byte[] footer = in.readNBytes(TfRecords.FOOTER_BYTES);
    if (data.length < length || footer.length < TfRecords.FOOTER_BYTES) {
      throw malformed(offset, "ends within a record of " + length + " bytes");
    }
    long dataOffset = offset + TfRecords.HEADER_BYTES;
    requireChecksum(little(footer).getInt(), data, length, dataOffset, "the data's checksum");
    offset = dataOffset + length + TfRecords.FOOTER_BYTES;
    return data;
  }

  private int checkHeader(byte[] header) {
    if (header.length < TfRecords.HEADER_BYTES) {
      throw malformed(offset, "ends within a record's header");
    }
    int checksum = little(header).getInt(Long.BYTES);
    requireChecksum(checksum, header, Long.BYTES, offset, "the length's checksum");
    long length = little(header).getLong();
    if (length < 0 || length > maxBytes) {
      throw malformed(
          offset,
          "has a record of "
              + Long.toUnsignedString(length)
              + " bytes, more than the "
              + maxBytes
              + " that are read");
    }
    long left = size - offset - TfRecords.HEADER_BYTES;
    if (length > left) {
      throw malformed(
          offset, "ends within a record of " + length + " bytes, " + left + " are left");
    }
    return (int) length;
  }

  private void requireChecksum(int found, byte[] bytes, int length, long at, String what) {
    int expected = TfRecords.maskedChecksum(bytes, length);
    if (found != expected) {
      throw malformed(at, String.format("%s is %08x, expected %08x", what, found, expected));
    }
  }

  private MalformedDataException malformed(long at, String what) {
    return new MalformedDataException(at, "TFRecord file " + file + ": " + what);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
