package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfRecordTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("a.tfrecord");
  }

  /** RFC 3720, B.4: the test vectors of CRC-32C; and the check value of its catalogue entry. */
  @Test
  void checksumIsCrc32cMasked() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    CRC32C plain = new CRC32C();
    plain.update(digits);
    assertEquals(0xE3069283L, plain.getValue());
    assertEquals(masked(0xE3069283), TfRecords.maskedChecksum(digits, digits.length));
    assertEquals(masked(0x8A9136AA), TfRecords.maskedChecksum(new byte[32], 32));
    byte[] rising = new byte[32];
    for (int i = 0; i < rising.length; i++) {
      rising[i] = (byte) i;
    }
    assertEquals(masked(0x46DD794E), TfRecords.maskedChecksum(rising, 32));
  }

  /** The rule as TensorFlow's hash/crc32c.h states it, by shifts. */
  private static int masked(int crc) {
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  @Test
  void bytesOnDiskAreLengthChecksumDataChecksum() throws IOException {
    write(new byte[] {7});
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(8 + 4 + 1 + 4, bytes.remaining());
    assertEquals(1L, bytes.getLong());
    assertEquals(TfRecords.maskedChecksum(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, 8), bytes.getInt());
    assertEquals(7, bytes.get());
    assertEquals(TfRecords.maskedChecksum(new byte[] {7}, 1), bytes.getInt());
  }

  @Test
  void recordsComeBackInOrder() throws IOException {
    long seed = 20261120;
    Random random = new Random(seed);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      byte[] record = new byte[i == 3 ? 0 : random.nextInt(100_000)];
      random.nextBytes(record);
      records.add(record);
    }
    write(records.toArray(byte[][]::new));
    try (TfRecordReader reader = new TfRecordReader(file)) {
      for (byte[] record : records) {
        assertArrayEquals(record, reader.read(), () -> "seed " + seed);
      }
      assertNull(reader.read());
      assertEquals(Files.size(file), reader.offset());
    }
  }

  @Test
  void anExistingFileIsNotOverwritten() throws IOException {
    write(new byte[] {1});
    assertThrows(FileAlreadyExistsException.class, () -> TfRecordWriter.create(file));
  }

  @Test
  void everyFlippedBitIsFoundAtItsRecord() throws IOException {
    write("first".getBytes(StandardCharsets.UTF_8), "second".getBytes(StandardCharsets.UTF_8));
    byte[] good = Files.readAllBytes(file);
    int second = 8 + 4 + 5 + 4;
    for (int bit = 8 * second; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      try (TfRecordReader reader = new TfRecordReader(file)) {
        assertEquals(5, reader.read().length);
        MalformedDataException e = assertThrows(MalformedDataException.class, reader::read);
        long expected = bit / 8 < second + 12 ? second : second + 12;
        assertEquals(expected, e.offset(), "bit " + bit + ": " + e.getMessage());
        assertEquals(second, reader.offset(), "a failed record does not count");
      }
    }
  }

  @Test
  void aFileThatEndsWithinARecordIsMalformedThere() throws IOException {
    write("first".getBytes(StandardCharsets.UTF_8), "second".getBytes(StandardCharsets.UTF_8));
    byte[] good = Files.readAllBytes(file);
    int second = 8 + 4 + 5 + 4;
    for (int length = second + 1; length < good.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      try (TfRecordReader reader = new TfRecordReader(file)) {
        reader.read();
        MalformedDataException e = assertThrows(MalformedDataException.class, reader::read);
        assertEquals(second, e.offset());
        assertTrue(e.reason().contains("ends within"), e.reason());
      }
    }
  }

  @Test
  void aLengthOverTheCapIsRefusedBeforeMemoryIsTaken() throws IOException {
    for (long length : new long[] {-1, Long.MAX_VALUE, 1L << 32, 101}) {
      ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      header.putInt(TfRecords.maskedChecksum(header.array(), 8));
      Files.write(file, header.array());
      try (TfRecordReader reader = new TfRecordReader(file, 100)) {
        MalformedDataException e = assertThrows(MalformedDataException.class, reader::read);
        assertEquals(0, e.offset());
        assertTrue(e.reason().contains(Long.toUnsignedString(length)), e.reason());
      }
    }
  }

  private void write(byte[]... records) throws IOException {
    try (TfRecordWriter writer = TfRecordWriter.create(file)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
  }
}
