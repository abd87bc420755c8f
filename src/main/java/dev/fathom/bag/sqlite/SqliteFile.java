package dev.fathom.bag.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a rosbag2 SQLite file, whole or damaged, holds. The file is open only while a cursor is.
 *
 * <p>Threads: one at a time. Cost: opening walks over all rows, not over their payloads.
 */
public final class SqliteFile {
  private final Path path;
  private final List<SqliteTopic> topics = new ArrayList<>();
  private final Map<Integer, Long> messageCounts = new TreeMap<>();
  private final Set<String> losses = new LinkedHashSet<>();
  private long startTime = Long.MAX_VALUE;
  private long endTime = Long.MIN_VALUE;

  /** Set when rows must be fetched one by one: the file is damaged, or has no index by time. */
  private @Nullable RowList rows;

  private SqliteFile(Path path) {
    this.path = path;
  }

  /**
   * Learns what a file holds.
   *
   * @throws IOException when it is no rosbag2 database, or its list of topics cannot be read
   */
  public static SqliteFile open(Path path) throws IOException {
    SqliteFile file = new SqliteFile(path);
    try (Connection connection = Database.open(path)) {
      file.readTopics(connection);
      try {
        file.countMessages(connection);
      } catch (SQLException e) {
        file.salvage(connection, e);
      }
      if (file.rows == null && !hasTimeIndex(connection)) {
        file.rows = new Salvage(connection).run();
      }
    } catch (SQLException e) {
      throw new IOException(path + ": not a readable rosbag2 database: " + e.getMessage(), e);
    }
    return file;
  }

  private void readTopics(Connection connection) throws SQLException, IOException {
    Set<String> columns = Database.columns(connection, "topics");
    Set<String> messages = Database.columns(connection, "messages");
    if (!columns.containsAll(Set.of("id", "name", "type"))
        || !messages.containsAll(Set.of("id", "topic_id", "timestamp", "data"))) {
      throw new IOException(
          path + ": no rosbag2 database: it lacks the tables topics and messages");
    }
    String query =
        "SELECT id, name, type, "
            + column(columns, "serialization_format", "'cdr'")
            + column(columns, "offered_qos_profiles", "''")
            + column(columns, "type_description_hash", "''")
            + "0 FROM topics ORDER BY id";
    Map<String, String> definitions = definitions(connection);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        String type = text(row, 3);
        topics.add(
            new SqliteTopic(
                row.getInt(1),
                text(row, 2),
                type,
                text(row, 4),
                text(row, 5),
                text(row, 6),
                definitions.getOrDefault(type, "")));
      }
    }
  }

  private static String column(Set<String> columns, String name, String otherwise) {
    return (columns.contains(name) ? name : otherwise) + ", ";
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  private static Map<String, String> definitions(Connection connection) throws SQLException {
    Map<String, String> definitions = new TreeMap<>();
    Set<String> columns = Database.columns(connection, "message_definitions");
    if (!columns.containsAll(Set.of("topic_type", "encoded_message_definition"))) {
      return definitions;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT topic_type, encoded_message_definition FROM message_definitions")) {
      while (row.next()) {
        definitions.put(text(row, 1), text(row, 2));
      }
    }
    return definitions;
  }

  private void countMessages(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT topic_id, COUNT(*), MIN(timestamp), MAX(timestamp)"
                    + " FROM messages NOT INDEXED GROUP BY topic_id")) {
      while (row.next()) {
        messageCounts.put(row.getInt(1), row.getLong(2));
        startTime = Math.min(startTime, row.getLong(3));
        endTime = Math.max(endTime, row.getLong(4));
      }
    }
  }

  private void salvage(Connection connection, SQLException cause) {
    Salvage salvage = new Salvage(connection);
    RowList found = salvage.run();
    rows = found;
    messageCounts.clear();
    for (int i = 0; i < found.size(); i++) {
      messageCounts.merge(found.topic(i), 1L, Long::sum);
      startTime = Math.min(startTime, found.time(i));
      endTime = Math.max(endTime, found.time(i));
    }
    losses.add(
        "damaged ("
            + cause.getMessage()
            + "), at least in "
            + salvage.damages()
            + " places: "
            + found.size()
            + " messages found");
  }

  /** An index that begins with the time gives rows in order without sorting their payloads. */
  private static boolean hasTimeIndex(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet plan =
            statement.executeQuery(
                "EXPLAIN QUERY PLAN SELECT data FROM messages ORDER BY timestamp, id")) {
      while (plan.next()) {
        if (plan.getString("detail").contains("TEMP B-TREE")) {
          return false;
        }
      }
    }
    return true;
  }

  public Path path() {
    return path;
  }

  public List<SqliteTopic> topics() {
    return topics;
  }

  public Map<Integer, Long> messageCounts() {
    return messageCounts;
  }

  /** Units: nanoseconds. {@code Long.MAX_VALUE} when there is no message. */
  public long startTime() {
    return startTime;
  }

  /** Units: nanoseconds. {@code Long.MIN_VALUE} when there is no message. */
  public long endTime() {
    return endTime;
  }

  /** What could not be read; a cursor may add to it. */
  public Set<String> losses() {
    return losses;
  }

  /**
   * Messages of the wanted topics in the order of their times; the cursor opens the file.
   *
   * @param from the earliest time wanted
   * @param to the latest time wanted
   */
  public SqliteCursor cursor(long from, long to, Set<Integer> wanted) throws IOException {
    RowList known = rows;
    try {
      return known == null
          ? new OrderedCursor(path, from, to, wanted, losses)
          : new SalvageCursor(path, known, from, to, wanted, losses);
    } catch (SQLException e) {
      throw new IOException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
