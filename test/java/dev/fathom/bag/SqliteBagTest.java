package dev.fathom.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.SampleBag.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases in every schema that rosbag2 has had, whole and damaged. */
class SqliteBagTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  /** What the tables of a distribution have more than those of the one before. */
  enum Schema {
    DASHING("", "", false),
    FOXY(", offered_qos_profiles TEXT NOT NULL", ", '- history: 1'", false),
    JAZZY(
        ", offered_qos_profiles TEXT NOT NULL, type_description_hash TEXT NOT NULL",
        ", '- history: keep_last', 'RIHS01_abc'",
        true);

    private final String columns;
    private final String values;
    private final boolean definitions;

    Schema(String columns, String values, boolean definitions) {
      this.columns = columns;
      this.values = values;
      this.definitions = definitions;
    }
  }

  private Path database(String name, Schema schema, boolean index, List<Message> messages)
      throws SQLException {
    Path file = temp.resolve(name);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,"
              + " serialization_format TEXT NOT NULL"
              + schema.columns
              + ")");
      statement.execute(
          "CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL,"
              + " timestamp INTEGER NOT NULL, data BLOB NOT NULL)");
      if (index) {
        statement.execute("CREATE INDEX timestamp_idx ON messages (timestamp ASC)");
      }
      if (schema.definitions) {
        statement.execute(
            "CREATE TABLE message_definitions(id INTEGER PRIMARY KEY, topic_type TEXT NOT NULL,"
                + " encoding TEXT NOT NULL, encoded_message_definition TEXT NOT NULL,"
                + " type_description_hash TEXT NOT NULL)");
        statement.execute(
            "INSERT INTO message_definitions VALUES"
                + " (1, 'std_msgs/msg/String', 'ros2msg', 'string data', 'RIHS01_abc')");
      }
      String values = ", 'cdr'" + schema.values + ")";
      statement.execute("INSERT INTO topics VALUES (7, '/chatter', 'std_msgs/msg/String'" + values);
      statement.execute(
          "INSERT INTO topics VALUES (9, '/camera/blob', 'demo_msgs/msg/Blob'" + values);
      insert(connection, messages);
      connection.commit();
    }
    return file;
  }

  private static void insert(Connection connection, List<Message> messages) throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO messages(topic_id, timestamp, data) VALUES (?, ?, ?)")) {
      for (Message m : messages) {
        row.setInt(1, m.topic().equals(SampleBag.TEXT_TOPIC) ? 7 : 9);
        row.setLong(2, m.logTime());
        row.setBytes(3, m.bytes());
        row.execute();
      }
    }
  }

  /** SQLite has one time a message. */
  private static List<Message> messages(int count) {
    return SampleBag.messages(count, 31).stream()
        .map(m -> new Message(m.topic(), m.logTime(), m.logTime(), m.bytes()))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Schema.class)
  void everySchemaIsRead(Schema schema) throws Exception {
    List<Message> messages = messages(200);
    Path file = database("bag.db3", schema, true, messages);
    try (BagReader reader = BagReader.open(file)) {
      assertEquals(messages, SampleBag.read(reader, BagFilter.all()));
      assertEquals(List.of(), reader.problems());
      dev.fathom.bag.Connection text = reader.connections().get(0);
      assertEquals("std_msgs/msg/String", text.type());
      assertEquals(schema.definitions ? "string data" : "", text.definition());
      assertEquals(schema.definitions ? "RIHS01_abc" : "", text.typeHash());
      if (schema == Schema.DASHING) {
        assertEquals(List.of(), text.offeredQos());
      } else {
        assertEquals(QosProfile.History.KEEP_LAST, text.offeredQos().get(0).history());
      }
      BagFilter some =
          new BagFilter(
              messages.get(50).logTime(),
              messages.get(99).logTime(),
              BagFilter.topics(SampleBag.TEXT_TOPIC).topics());
      List<Message> expected =
          messages.subList(50, 100).stream()
              .filter(m -> m.topic().equals(SampleBag.TEXT_TOPIC))
              .toList();
      assertEquals(expected, SampleBag.read(reader, some));
    }
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(List.of(file), files.toList(), "nothing is written beside the database");
    }
  }

  @Test
  void withoutAnIndexMessagesStillComeInOrder() throws Exception {
    List<Message> messages = messages(300);
    List<Message> shuffled = new java.util.ArrayList<>(messages);
    java.util.Collections.shuffle(shuffled, new Random(32));
    Path file = database("bag.db3", Schema.FOXY, false, shuffled);
    assertEquals(messages, SampleBag.read(file));
  }

  @Test
  void aCutDatabaseGivesWhatIsReadable() throws Exception {
    List<Message> messages = messages(900);
    Path file = database("whole.db3", Schema.JAZZY, true, messages);
    byte[] whole = Files.readAllBytes(file);
    Path cut = Files.write(temp.resolve("cut.db3"), Arrays.copyOf(whole, whole.length * 2 / 3));
    try (BagReader reader = BagReader.open(cut)) {
      List<Message> read = SampleBag.read(reader, BagFilter.all());
      assertTrue(read.size() > messages.size() / 3, read.size() + " messages");
      assertTrue(messages.containsAll(read));
      assertTrue(reader.problems().stream().anyMatch(BagProblem::dataLost));
    }
    RecoveryReport report = BagRecovery.recover(cut, temp.resolve("recovered"));
    assertTrue(report.dataLost());
    assertEquals(report.messageCount(), SampleBag.read(temp.resolve("recovered")).size());
  }

  @Test
  void damagedPagesNeverCostMoreThanAReport() throws Exception {
    List<Message> messages = messages(300);
    Path file = database("whole.db3", Schema.FOXY, true, messages);
    byte[] whole = Files.readAllBytes(file);
    Path damagedFile = temp.resolve("damaged.db3");
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      byte[] damaged = whole.clone();
      int from = 16 + random.nextInt(damaged.length - 16);
      byte[] noise = new byte[Math.min(damaged.length - from, 1 + random.nextInt(2000))];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, damaged, from, noise.length);
      Files.write(damagedFile, damaged);
      try (BagReader reader = BagReader.open(damagedFile)) {
        List<Message> read = SampleBag.read(reader, BagFilter.all());
        assertTrue(read.size() <= messages.size(), "seed " + seed);
      } catch (IOException e) {
        String text = String.valueOf(e.getMessage());
        assertTrue(text.contains("damaged.db3"), "seed " + seed + ": " + text);
      }
    }
  }

  @Test
  void anotherDatabaseIsRefusedByName() throws Exception {
    Path file = temp.resolve("other.db3");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE songs(id INTEGER PRIMARY KEY)");
    }
    IOException refused = assertThrows(IOException.class, () -> BagReader.open(file));
    assertTrue(String.valueOf(refused.getMessage()).contains("lacks the tables"));
  }

  @Test
  void aWriteAheadLogIsReadToo() throws Exception {
    List<Message> messages = messages(60);
    Path file = database("bag.db3", Schema.FOXY, true, messages.subList(0, 30));
    try (Connection recorder = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = recorder.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA wal_autocheckpoint=0");
      insert(recorder, messages.subList(30, 60));
      assertFalse(Files.size(temp.resolve("bag.db3-wal")) == 0);
      assertEquals(messages, SampleBag.read(file));
    }
  }
}
