package dev.fathom.bag;

import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Opens data files by what they begin with, whatever they are called.
 *
 * <p>A file that is compressed as a whole is decompressed to a temporary one, which closing
 * deletes.
 */
final class DataFiles implements AutoCloseable {
  private static final byte[] MCAP = {(byte) 0x89, 'M', 'C', 'A', 'P'};
  private static final byte[] SQLITE = "SQLite format 3".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};

  private final List<Path> temporary = new ArrayList<>();
  private final List<BagProblem> problems = new ArrayList<>();

  /** What was wrong with compressed files. */
  List<BagProblem> problems() {
    return problems;
  }

  /** Whether a file had to be decompressed as a whole. */
  boolean anyCompressed() {
    return !temporary.isEmpty();
  }

  /**
   * Opens a data file.
   *
   * @throws IOException when it is none that rosbag2 writes
   */
  Storage open(Path file) throws IOException {
    byte[] head = head(file);
    return startsWith(head, ZSTD) ? open(decompressed(file), file) : open(file, file);
  }

  private Storage open(Path data, Path shown) throws IOException {
    byte[] head = head(data);
    if (startsWith(head, MCAP)) {
      return new McapStorage(data, shown);
    }
    if (startsWith(head, SQLITE)) {
      return new SqliteStorage(data, shown);
    }
    String found =
        head.length == 0 ? "it is empty" : "it begins with " + HexFormat.of().formatHex(head);
    throw new IOException(
        shown + ": not a rosbag2 recording: " + found + "; expected MCAP, SQLite 3 or zstd");
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(SQLITE.length);
    }
  }

  static boolean isZstd(byte[] bytes, int offset, int length) {
    return length >= ZSTD.length
        && Arrays.equals(bytes, offset, offset + ZSTD.length, ZSTD, 0, ZSTD.length);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private Path decompressed(Path file) throws IOException {
    Path copy = Files.createTempFile("fathom-bag-", ".decompressed");
    temporary.add(copy);
    long written = 0;
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = new ZstdInputStream(Files.newInputStream(file));
        OutputStream out = Files.newOutputStream(copy)) {
      int got;
      while ((got = readSome(in, buffer, file, written)) > 0) {
        write(out, buffer, got, copy);
        written += got;
      }
    }
    return copy;
  }

  private static void write(OutputStream out, byte[] bytes, int count, Path copy)
      throws IOException {
    try {
      out.write(bytes, 0, count);
    } catch (IOException e) {
      // That of a full disk does not say where.
      throw new IOException(
          "cannot write " + copy + ": " + e.getMessage() + "; java.io.tmpdir names another folder",
          e);
    }
  }

  /** A compressed file that is damaged gives what precedes the damage. */
  private int readSome(InputStream in, byte[] buffer, Path file, long before) {
    try {
      return in.read(buffer);
    } catch (EOFException e) {
      problems.add(new BagProblem(file, -1, truncation(before), true));
    } catch (IOException e) {
      problems.add(
          new BagProblem(file, -1, truncation(before) + " (" + e.getMessage() + ")", true));
    }
    return -1;
  }

  private static String truncation(long before) {
    return "the zstd file is cut short or damaged behind " + before + " decompressed bytes";
  }

  @Override
  public void close() throws IOException {
    for (Path file : temporary) {
      Files.deleteIfExists(file);
    }
  }
}
