package dev.fathom.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.fathom.bag.SampleBag.Message;
import dev.fathom.bag.mcap.ChunkCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories as recorders leave them: split, compressed, unfinished, contradictory. */
class BagDirectoryTest {
  private static final List<Message> MESSAGES = SampleBag.messages(120, 41);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  private Path sample() throws IOException {
    BagWriterOptions options = new BagWriterOptions(ChunkCompression.NONE, 8192);
    return SampleBag.write(temp.resolve("bag"), options, MESSAGES);
  }

  private static void edit(Path bag, String from, String to) throws IOException {
    Path yaml = bag.resolve("metadata.yaml");
    String text = Files.readString(yaml);
    assertTrue(text.contains(from), "nothing to replace: " + from);
    Files.writeString(yaml, text.replace(from, to));
  }

  private static List<BagProblem> problems(Path bag) throws IOException {
    try (BagReader reader = BagReader.open(bag)) {
      assertEquals(MESSAGES, SampleBag.read(reader, BagFilter.all()), "all the same");
      return reader.problems();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "message_count: 120, message_count: 123, says 123 messages, true",
    "message_count: 120, message_count: 100, says 100 messages, false",
    "message_count: 40, message_count: 51, says 51 messages on /camera/blob, true",
    "demo_msgs/msg/Blob, demo_msgs/msg/Blub, but the data says demo_msgs/msg/Blob, false",
    "nanoseconds: 1190000000, nanoseconds: 5, says it lasts 5 ns, false",
    "storage_identifier: mcap, storage_identifier: sqlite3, says storage is sqlite3, false",
    "/chatter, /chitter, does not list /chatter, false",
    "bag_0.mcap, bag_1.mcap, 'lists bag_1.mcap, which does not exist', true",
    "topics_with_message_count:, topics: [, ignored: metadata.yaml is not valid YAML, false",
    "message_count: 120, message_count: many, must be a whole number, false",
  })
  void metadataThatContradictsTheDataIsReported(
      String from, String to, String text, boolean dataLost) throws IOException {
    Path bag = sample();
    assertEquals(List.of(), problems(bag));
    edit(bag, from, to);
    BagProblem found =
        problems(bag).stream()
            .filter(p -> p.text().contains(text))
            .findFirst()
            .orElseThrow(() -> new AssertionError(text + " is not among the problems"));
    assertEquals(dataLost, found.dataLost());
    assertEquals(bag.resolve("metadata.yaml"), found.file());
  }

  @Test
  void withoutMetadataTheFilesAreFound() throws IOException {
    Path bag = sample();
    Files.delete(bag.resolve("metadata.yaml"));
    List<BagProblem> problems = problems(bag);
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).text().startsWith("missing"));
  }

  @Test
  void splitFilesAreReadAsOne() throws IOException {
    Path bag = Files.createDirectory(temp.resolve("split"));
    for (int i = 0; i < 12; i++) {
      Path part = temp.resolve("part" + i);
      SampleBag.write(part, BagWriterOptions.defaults(), MESSAGES.subList(i * 10, i * 10 + 10));
      Files.move(SampleBag.mcap(part), bag.resolve("split_" + i + ".mcap"));
    }
    try (BagReader reader = BagReader.open(bag)) {
      assertEquals(MESSAGES, SampleBag.read(reader, BagFilter.all()));
      assertEquals("split_10.mcap", reader.summary().files().get(10).getFileName().toString());
    }
    Files.writeString(bag.resolve("split_3.mcap"), "overwritten");
    try (BagReader reader = BagReader.open(bag)) {
      assertEquals(110, SampleBag.read(reader, BagFilter.all()).size());
      assertTrue(reader.problems().stream().anyMatch(BagProblem::dataLost));
    }
  }

  @Test
  void filesCompressedAsAWholeAreReadAndLeaveNothingBehind() throws IOException {
    Path bag = sample();
    Path file = SampleBag.mcap(bag);
    byte[] packed = Zstd.compress(Files.readAllBytes(file));
    Files.write(bag.resolve("bag_0.mcap.zstd"), packed);
    Files.delete(file);
    edit(bag, "bag_0.mcap", "bag_0.mcap.zstd");
    edit(bag, "compression_format: \"\"", "compression_format: zstd");
    edit(bag, "compression_mode: \"\"", "compression_mode: FILE");
    long before = temporaryFiles();
    try (BagReader reader = BagReader.open(bag)) {
      assertEquals(MESSAGES, SampleBag.read(reader, BagFilter.all()));
      assertEquals(List.of(), reader.problems());
      assertEquals(Set.of("none", "zstd files"), reader.summary().compression());
    }
    assertEquals(before, temporaryFiles());
    Files.write(bag.resolve("bag_0.mcap.zstd"), Arrays.copyOf(packed, packed.length * 3 / 4));
    try (BagReader reader = BagReader.open(bag)) {
      int read = SampleBag.read(reader, BagFilter.all()).size();
      assertTrue(read > 20 && read < 120, read + " messages");
      assertTrue(reader.problems().get(0).text().contains("cut short"));
    }
    assertEquals(before, temporaryFiles());
  }

  private static long temporaryFiles() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir", "/tmp")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("fathom-bag-")).count();
    }
  }

  @Test
  void messagesCompressedOneByOneAreDecompressed() throws IOException {
    List<Message> packed =
        MESSAGES.stream()
            .map(
                m -> new Message(m.topic(), m.logTime(), m.publishTime(), Zstd.compress(m.bytes())))
            .toList();
    Path bag = temp.resolve("bag");
    SampleBag.write(bag, BagWriterOptions.of(ChunkCompression.NONE), packed);
    edit(bag, "compression_format: \"\"", "compression_format: zstd");
    edit(bag, "compression_mode: \"\"", "compression_mode: MESSAGE");
    try (BagReader reader = BagReader.open(bag)) {
      assertEquals(MESSAGES, SampleBag.read(reader, BagFilter.all()));
      assertEquals(List.of(), reader.problems());
      assertEquals(Set.of("none", "zstd messages"), reader.summary().compression());
    }
    packed.get(5).bytes()[12] ^= 0x55;
    Path damaged = temp.resolve("damaged");
    SampleBag.write(damaged, BagWriterOptions.of(ChunkCompression.NONE), packed);
    try (BagReader reader = BagReader.open(damaged)) {
      int read = SampleBag.read(reader, BagFilter.all()).size();
      boolean lost = reader.problems().stream().anyMatch(BagProblem::dataLost);
      assertEquals(read < 120, lost);
    }
  }

  @Test
  void anUnknownCompressionIsRefusedByName() throws IOException {
    Path bag = sample();
    edit(bag, "compression_format: \"\"", "compression_format: bz2");
    edit(bag, "compression_mode: \"\"", "compression_mode: FILE");
    IOException refused = assertThrows(IOException.class, () -> BagReader.open(bag));
    assertTrue(String.valueOf(refused.getMessage()).contains("'bz2'"));
  }
}
