package dev.fathom.bag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.SampleBag.Message;
import dev.fathom.bag.mcap.ChunkCompression;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read back, in order, with all that belongs to it. */
class BagRoundTripTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void everyMessageComesBack(ChunkCompression compression) throws IOException {
    List<Message> messages = SampleBag.messages(600, 1);
    BagWriterOptions options = new BagWriterOptions(compression, 64 << 10);
    Path bag = SampleBag.write(temp.resolve("bag"), options, messages);
    try (BagReader reader = BagReader.open(bag)) {
      assertEquals(messages, SampleBag.read(reader, BagFilter.all()));
      assertEquals(List.of(), reader.problems());
      BagSummary summary = reader.summary();
      assertEquals(600, summary.messageCount());
      assertEquals(200, summary.messagesPerTopic().get(SampleBag.BLOB_TOPIC));
      assertEquals(SampleBag.START, summary.startNanos());
      assertEquals(599 * 10_000_000L, summary.durationNanos());
      String name = compression == ChunkCompression.NONE ? "none" : compression.mcapName();
      assertEquals(Set.of(name), summary.compression());
      assertEquals(5, summary.metadata().get(0).version());
    }
    assertEquals(messages, SampleBag.read(SampleBag.mcap(bag)), "the bare file");
  }

  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void theSameInputGivesTheSameBytes(ChunkCompression compression) throws IOException {
    BagWriterOptions options = new BagWriterOptions(compression, 32 << 10);
    Path a = SampleBag.write(temp.resolve("a/bag"), options, SampleBag.messages(100, 2));
    Path b = SampleBag.write(temp.resolve("b/bag"), options, SampleBag.messages(100, 2));
    for (Path file : List.of(SampleBag.mcap(a), a.resolve("metadata.yaml"))) {
      assertArrayEquals(
          Files.readAllBytes(file), Files.readAllBytes(b.resolve(a.relativize(file))));
    }
  }

  @Test
  void aMessageLargerThanAChunkIsAChunk() throws IOException {
    byte[] large = SampleBag.blob(1024, 3000, new Random(3));
    List<Message> messages =
        List.of(
            new Message(SampleBag.BLOB_TOPIC, 5, 5, large),
            new Message(SampleBag.TEXT_TOPIC, 6, 6, SampleBag.text("")),
            new Message(SampleBag.BLOB_TOPIC, 7, 7, large));
    for (ChunkCompression compression : ChunkCompression.values()) {
      Path bag = temp.resolve(compression.name());
      SampleBag.write(bag, new BagWriterOptions(compression, 4096), messages);
      assertEquals(messages, SampleBag.read(bag));
    }
  }

  @Test
  void messagesWrittenOutOfOrderAreReadInOrderAndEqualTimesAsWritten() throws IOException {
    Random random = new Random(4);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      long time = SampleBag.START + random.nextInt(500);
      messages.add(new Message(SampleBag.TEXT_TOPIC, time, time, SampleBag.text("m" + i)));
    }
    Path bag =
        SampleBag.write(
            temp.resolve("bag"), new BagWriterOptions(ChunkCompression.LZ4, 2048), messages);
    List<Message> expected = new ArrayList<>(messages);
    expected.sort(Comparator.comparingLong(Message::logTime));
    assertEquals(expected, SampleBag.read(bag));
  }

  @Test
  void qosDefinitionAndHashComeBack() throws IOException {
    List<QosProfile> qos = List.of(QosProfile.transientLocal(1), QosProfile.sensorData());
    Connection like =
        new Connection(0, "/tf_static", "a_msgs/msg/B", "cdr", qos, "int8 x\n", "RIHS01_00ff");
    Path bag = temp.resolve("bag");
    try (BagWriter writer = BagWriter.create(bag, BagWriterOptions.defaults())) {
      writer.addTopic(like);
    }
    try (BagReader reader = BagReader.open(bag)) {
      assertEquals(List.of(like), reader.connections());
      assertEquals(0, reader.summary().messageCount());
      assertEquals(List.of(), reader.problems());
      BagMetadata metadata = reader.summary().metadata().get(0);
      assertEquals(qos, metadata.topics().get(0).connection().offeredQos());
    }
  }

  @Test
  void aSinkStopsTheReading() throws IOException {
    Path bag =
        SampleBag.write(
            temp.resolve("bag"), BagWriterOptions.defaults(), SampleBag.messages(50, 5));
    int[] seen = {0};
    try (BagReader reader = BagReader.open(bag)) {
      reader.read(
          BagFilter.all(),
          (c, log, publish, bytes, offset, length) -> {
            if (++seen[0] == 7) {
              throw new StopReading();
            }
          });
      assertEquals(List.of(), reader.problems());
    }
    assertEquals(7, seen[0]);
  }

  @Test
  void filtersByTimeAndTopicAgreeWithChoosingFromAll() throws IOException {
    List<Message> messages = SampleBag.messages(400, 6);
    Path bag =
        SampleBag.write(
            temp.resolve("bag"), new BagWriterOptions(ChunkCompression.NONE, 4096), messages);
    long from = messages.get(101).logTime();
    long to = messages.get(222).logTime();
    try (BagReader reader = BagReader.open(bag)) {
      assertEquals(
          messages.subList(101, 223),
          SampleBag.read(reader, new BagFilter(from, to, Set.of())),
          "both ends belong to the range");
      assertEquals(
          messages.stream().filter(m -> m.topic().equals(SampleBag.BLOB_TOPIC)).toList(),
          SampleBag.read(reader, BagFilter.topics(SampleBag.BLOB_TOPIC)));
      assertEquals(List.of(), SampleBag.read(reader, BagFilter.topics("/nothing")));
    }
  }

  @Test
  void splitAndOverlappingRecordingsAreMerged() throws IOException {
    List<Message> messages = SampleBag.messages(300, 7);
    List<Message> shuffled = new ArrayList<>(messages);
    Collections.shuffle(shuffled, new Random(8));
    List<Path> bags = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      List<Message> part = new ArrayList<>(shuffled.subList(i * 60, (i + 1) * 60));
      part.sort(Comparator.comparingLong(Message::logTime));
      bags.add(SampleBag.write(temp.resolve("bag" + i), BagWriterOptions.defaults(), part));
    }
    try (BagReader reader = BagReader.open(bags)) {
      assertEquals(messages, SampleBag.read(reader, BagFilter.all()));
      assertEquals(2, reader.connections().size());
      assertEquals(300, reader.summary().messageCount());
    }
  }

  @Test
  void anExistingDirectoryIsNotOverwritten() throws IOException {
    Path bag = Files.createDirectory(temp.resolve("bag"));
    Files.writeString(bag.resolve("precious"), "data");
    FileAlreadyExistsException refused =
        assertThrows(
            FileAlreadyExistsException.class,
            () -> BagWriter.create(bag, BagWriterOptions.defaults()));
    assertTrue(String.valueOf(refused.getMessage()).contains("not empty"));
    assertEquals("data", Files.readString(bag.resolve("precious")));
  }

  @Test
  void aForeignConnectionAndANegativeTimeAreRefused() throws IOException {
    try (BagWriter writer = BagWriter.create(temp.resolve("a"), BagWriterOptions.defaults());
        BagWriter other = BagWriter.create(temp.resolve("b"), BagWriterOptions.defaults())) {
      Connection foreign = other.addTopic("/y", "a/msg/B", "", List.of());
      Connection own = writer.addTopic("/x", "a/msg/B", "", List.of());
      assertThrows(
          IllegalArgumentException.class, () -> writer.write(foreign, 1, 1, new byte[4], 0, 4));
      assertThrows(
          IllegalArgumentException.class, () -> writer.write(own, -1, 1, new byte[4], 0, 4));
      assertThrows(
          IllegalArgumentException.class, () -> writer.addTopic("/x", "a/msg/B", "", List.of()));
    }
  }
}
