package dev.fathom.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.SampleBag.Message;
import dev.fathom.bag.mcap.ChunkCompression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A damaged file costs what is damaged, and nothing else. */
class DamagedMcapTest {
  private static final int CHUNK = 0x06;
  private static final int DATA_END = 0x0F;
  private static final int PER_CHUNK = 10;
  private static final int CHUNKS = 8;

  /** Every message is as long as any other, so that each chunk has {@link #PER_CHUNK} of them. */
  private static final int RECORD_BYTES = 9 + 22 + 100;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  private static List<Message> messages() {
    Random random = new Random(21);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < PER_CHUNK * CHUNKS; i++) {
      byte[] bytes = new byte[100];
      random.nextBytes(bytes);
      Arrays.fill(bytes, 0, 60, (byte) i);
      long time = SampleBag.START + i;
      messages.add(new Message(SampleBag.TEXT_TOPIC, time, time, bytes));
    }
    return messages;
  }

  private byte[] file(ChunkCompression compression) throws IOException {
    Path bag = temp.resolve("whole-" + compression);
    BagWriterOptions options = new BagWriterOptions(compression, PER_CHUNK * RECORD_BYTES);
    SampleBag.write(bag, options, messages());
    return Files.readAllBytes(SampleBag.mcap(bag));
  }

  private Path store(byte[] bytes) throws IOException {
    return Files.write(temp.resolve("damaged.mcap"), bytes);
  }

  /** Where the records of a sound file begin, found without the code under test. */
  private static List<Integer> offsets(byte[] file, int opcode) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> offsets = new ArrayList<>();
    int at = 8;
    while (at < file.length - 8) {
      if (file[at] == opcode) {
        offsets.add(at);
      }
      at += 9 + (int) in.getLong(at + 1);
    }
    return offsets;
  }

  private static int end(byte[] file, int record) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    return record + 9 + (int) in.getLong(record + 1);
  }

  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void recoveryRestoresEveryCompleteChunkWhereverTheFileEnds(ChunkCompression compression)
      throws IOException {
    byte[] whole = file(compression);
    List<Message> messages = messages();
    List<Integer> chunks = offsets(whole, CHUNK);
    assertEquals(CHUNKS, chunks.size());
    int firstChunk = chunks.get(0);
    Path out = temp.resolve("out");
    for (int length = firstChunk; length < whole.length; length += 331) {
      int expected = 0;
      for (int chunk : chunks) {
        int records = chunk + 9 + 40 + compression.mcapName().length();
        if (end(whole, chunk) <= length) {
          expected += PER_CHUNK;
        } else if (compression == ChunkCompression.NONE && length > records) {
          expected += (length - records) / RECORD_BYTES;
        }
      }
      Path damaged = store(Arrays.copyOf(whole, length));
      Path bag = out.resolve(String.valueOf(length));
      RecoveryReport report = BagRecovery.recover(damaged, bag);
      assertEquals(messages.subList(0, expected), SampleBag.read(bag), "cut at byte " + length);
      assertEquals(expected, report.messageCount());
      boolean hasDataEnd = length >= offsets(whole, DATA_END).get(0) + 13;
      assertEquals(!hasDataEnd, report.dataLost(), "cut at byte " + length);
    }
  }

  @Test
  void aCutFileSaysWhereAndHowMuchWasRead() throws IOException {
    byte[] whole = file(ChunkCompression.ZSTD);
    int cut = offsets(whole, CHUNK).get(3) + 20;
    try (BagReader reader = BagReader.open(store(Arrays.copyOf(whole, cut)))) {
      assertEquals(30, SampleBag.read(reader, BagFilter.all()).size());
      assertEquals(1, reader.problems().size());
      String text = reader.problems().get(0).toString();
      assertTrue(text.contains("truncated at byte " + cut), text);
      assertTrue(text.contains("30 messages read"), text);
    }
  }

  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void aDamagedChunkIsSkippedAndReadingGoesOnBehindIt(ChunkCompression compression)
      throws IOException {
    byte[] whole = file(compression);
    int chunk = offsets(whole, CHUNK).get(4);
    byte[] damaged = whole.clone();
    damaged[(chunk + end(whole, chunk)) / 2] ^= 0x10;
    List<Message> expected = new ArrayList<>(messages());
    expected.subList(4 * PER_CHUNK, 5 * PER_CHUNK).clear();
    try (BagReader reader = BagReader.open(store(damaged))) {
      assertEquals(expected, SampleBag.read(reader, BagFilter.all()));
      BagProblem problem = reader.problems().get(0);
      assertEquals(chunk, problem.offset());
      assertTrue(problem.dataLost());
      assertTrue(problem.text().startsWith("chunk skipped"), problem.text());
    }
  }

  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void aWrongLengthWithoutSummaryCostsOneChunk(ChunkCompression compression) throws IOException {
    byte[] whole = file(compression);
    int chunk = offsets(whole, CHUNK).get(2);
    byte[] damaged = Arrays.copyOf(whole, offsets(whole, DATA_END).get(0));
    damaged[chunk + 2] ^= 0x08;
    List<Message> expected = new ArrayList<>(messages());
    expected.subList(2 * PER_CHUNK, 3 * PER_CHUNK).clear();
    assertEquals(expected, SampleBag.read(store(damaged)));
  }

  @Test
  void aWrongCrcOfTheDataSectionIsReportedThoughNothingIsLost() throws IOException {
    byte[] damaged = file(ChunkCompression.LZ4);
    damaged[offsets(damaged, DATA_END).get(0) + 9] ^= 1;
    try (BagReader reader = BagReader.open(store(damaged))) {
      assertEquals(messages(), SampleBag.read(reader, BagFilter.all()));
      assertEquals(1, reader.problems().size());
      assertTrue(reader.problems().get(0).text().contains("CRC of the data section"));
      assertFalse(reader.problems().get(0).dataLost());
    }
  }

  @Test
  void aDamagedSummaryIsReplacedByAScan() throws IOException {
    byte[] damaged = file(ChunkCompression.ZSTD);
    damaged[damaged.length - 60] ^= 1;
    try (BagReader reader = BagReader.open(store(damaged))) {
      assertEquals(messages(), SampleBag.read(reader, BagFilter.all()));
      assertTrue(reader.problems().get(0).text().startsWith("summary not used"));
      assertFalse(reader.problems().get(0).dataLost());
    }
  }

  /** A reader that believed these numbers would ask for 40 GB. */
  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void hostileSizesCostAReportAndNoMemory(ChunkCompression compression) throws IOException {
    byte[] whole = file(compression);
    int chunk = offsets(whole, CHUNK).get(1);
    List<Integer> lengthFields =
        List.of(chunk + 1, chunk + 9 + 16, chunk + 9 + 32 + compression.mcapName().length());
    for (long claim : List.of(40_000_000_000L, Long.MAX_VALUE, -1L, 200L << 20)) {
      for (int field : lengthFields) {
        byte[] damaged = whole.clone();
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(field, claim);
        try (BagReader reader = BagReader.open(store(damaged))) {
          assertEquals((CHUNKS - 1) * PER_CHUNK, SampleBag.read(reader, BagFilter.all()).size());
          assertEquals(chunk, reader.problems().get(0).offset());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void flippedBitsNeverCostMoreThanAReport(ChunkCompression compression) throws IOException {
    byte[] whole = file(compression);
    List<Message> messages = messages();
    for (long seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (random.nextInt(4) == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      try (BagReader reader = BagReader.open(store(damaged))) {
        List<Message> read = SampleBag.read(reader, BagFilter.all());
        boolean lost = reader.problems().stream().anyMatch(BagProblem::dataLost);
        assertTrue(
            lost || read.size() == messages.size(),
            "seed " + seed + ": " + read.size() + " messages, and no word of a loss");
      } catch (IOException e) {
        String text = String.valueOf(e.getMessage());
        assertTrue(
            text.contains("not a rosbag2 recording") || text.contains("MCAP"),
            "seed " + seed + ": " + text);
      }
    }
  }

  @Test
  void otherFilesAreRefusedByWhatTheyBeginWith() throws IOException {
    Path text = Files.writeString(temp.resolve("notes.mcap"), "these are notes");
    IOException refused = assertThrows(IOException.class, () -> BagReader.open(text));
    assertTrue(String.valueOf(refused.getMessage()).contains("notes.mcap: not a rosbag2"));
    Path empty = Files.createFile(temp.resolve("empty.db3"));
    refused = assertThrows(IOException.class, () -> BagReader.open(empty));
    assertTrue(String.valueOf(refused.getMessage()).contains("it is empty"));
    Path missing = temp.resolve("missing");
    refused = assertThrows(IOException.class, () -> BagReader.open(missing));
    assertTrue(String.valueOf(refused.getMessage()).contains("no such file"));
    Path hollow = Files.createDirectory(temp.resolve("hollow"));
    refused = assertThrows(IOException.class, () -> BagReader.open(hollow));
    assertTrue(String.valueOf(refused.getMessage()).contains("no .mcap or .db3 file"));
  }
}
