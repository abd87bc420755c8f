package dev.fathom.bag.mcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as the format allows them but our writer never makes them. */
class ForeignLayoutTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  private final ByteSink out = new ByteSink(1024);

  private void begin() {
    out.clear();
    out.bytes(Mcap.magic(), 0, 8);
    int header = out.begin(Mcap.HEADER);
    out.string("ros2").string("someone else");
    // A later version may add fields: they are passed over.
    out.u64(42);
    out.end(header);
  }

  private static void channel(ByteSink to, int id) {
    int record = to.begin(Mcap.CHANNEL);
    to.u16(id).u16(0).string("/topic" + id).string("cdr").stringMap(Map.of());
    to.end(record);
  }

  private static void message(ByteSink to, int channel, long time) {
    int record = to.begin(Mcap.MESSAGE);
    to.u16(channel).u32(0).u64(time).u64(time).u64(time * 7);
    to.end(record);
  }

  private void chunk(ByteSink records, long first, long last) {
    int chunk = out.begin(Mcap.CHUNK);
    CRC32 crc = new CRC32();
    crc.update(records.buffer().duplicate().flip());
    out.u64(first).u64(last).u64(records.size()).u32(crc.getValue()).string("");
    byte[] bytes = new byte[records.size()];
    records.buffer().duplicate().flip().get(bytes);
    out.u64(bytes.length).bytes(bytes, 0, bytes.length);
    out.end(chunk);
  }

  private Path end() throws IOException {
    int record = out.begin(Mcap.DATA_END);
    out.u32(0);
    out.end(record);
    record = out.begin(Mcap.FOOTER);
    out.u64(0).u64(0).u32(0);
    out.end(record);
    out.bytes(Mcap.magic(), 0, 8);
    return store();
  }

  private Path store() throws IOException {
    byte[] bytes = new byte[out.size()];
    out.buffer().duplicate().flip().get(bytes);
    return Files.write(temp.resolve("foreign.mcap"), bytes);
  }

  private static List<Long> times(McapFile file, long budget) throws IOException {
    List<Long> times = new ArrayList<>();
    McapIndex index = file.index();
    McapInput input = new McapInput(file.path());
    try (McapCursor cursor = new McapCursor(input, index, 0, Long.MAX_VALUE, c -> true, budget)) {
      while (cursor.next()) {
        times.add(cursor.logTime());
        assertEquals(8, cursor.length());
        assertEquals(
            cursor.logTime() * 7, ByteCursor.i64(cursor.bytes(), cursor.offset()), "payload");
      }
    }
    return times;
  }

  @Test
  void messagesOutsideChunksAndUnknownRecordsAreRead() throws IOException {
    begin();
    channel(out, 1);
    for (long time : new long[] {5, 3, 9}) {
      message(out, 1, time);
      int unknown = out.begin(0x77);
      out.string("private");
      out.end(unknown);
      int attachment = out.begin(Mcap.ATTACHMENT);
      out.u64(1).u64(1).string("a").string("b").u64(3).bytes(new byte[3], 0, 3).u32(0);
      out.end(attachment);
    }
    channel(out, 500);
    message(out, 500, 4);
    message(out, 1, 1);
    int metadata = out.begin(Mcap.METADATA);
    out.string("rosbag2").stringMap(Map.of("ROS_DISTRO", "humble"));
    out.end(metadata);
    McapFile file = McapFile.open(end());
    assertEquals(List.of(1L, 3L, 4L, 5L, 9L), times(file, 1 << 20));
    assertEquals(Map.of(1, 4L, 500, 1L), file.messageCounts());
    assertEquals("humble", file.metadata().get(0).values().get("ROS_DISTRO"));
    assertEquals("someone else", file.header().get("library"));
    assertEquals(List.of(), file.problems());
  }

  @Test
  void anUnfinishedFileWithoutChunksGivesItsCompleteMessages() throws IOException {
    begin();
    channel(out, 1);
    for (int time = 0; time < 100; time++) {
      message(out, 1, time);
    }
    byte[] whole = Files.readAllBytes(store());
    int first = whole.length - 100 * 39;
    for (int length = first; length <= whole.length; length += 7) {
      Path cut = Files.write(temp.resolve("cut.mcap"), Arrays.copyOf(whole, length));
      McapFile file = McapFile.open(cut);
      assertEquals((length - first) / 39, times(file, 1 << 20).size());
      assertTrue(file.problems().get(0).text().startsWith("truncated at byte " + length));
    }
  }

  /** Thirty chunks that all cover the whole time, far more than the budget holds at once. */
  @Test
  void overlappingChunksAreMergedWithinTheBudget() throws IOException {
    begin();
    channel(out, 1);
    Random random = new Random(51);
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ByteSink records = new ByteSink(1024);
      for (int m = 0; m < 50; m++) {
        long time = random.nextInt(100_000);
        expected.add(time);
        message(records, 1, time);
      }
      chunk(records, 0, 100_000);
    }
    expected.sort(null);
    McapFile file = McapFile.open(end());
    assertEquals(expected, times(file, 8_000));
    assertEquals(expected, times(file, 1));
    assertEquals(expected, times(file, 1 << 30));
    assertEquals(List.of(), file.problems());
  }

  @Test
  void messagesOfAnUndeclaredChannelAreReportedAndLeftOut() throws IOException {
    begin();
    channel(out, 1);
    message(out, 2, 10);
    message(out, 1, 11);
    McapFile file = McapFile.open(end());
    assertEquals(List.of(11L), times(file, 1 << 20));
    assertTrue(file.problems().get(0).text().contains("channel 2, which no record declares"));
    assertTrue(file.problems().get(0).dataLost());
  }

  @Test
  void anEmptyChunkAndAnEmptyFileAreNoProblem() throws IOException {
    begin();
    chunk(new ByteSink(16), 0, 0);
    McapFile file = McapFile.open(end());
    assertEquals(List.of(), times(file, 1 << 20));
    assertEquals(List.of(), file.problems());
    assertArrayEquals(new Object[] {}, file.channels().keySet().toArray());
  }
}
