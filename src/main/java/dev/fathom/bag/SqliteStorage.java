package dev.fathom.bag;

import dev.fathom.bag.sqlite.SqliteCursor;
import dev.fathom.bag.sqlite.SqliteFile;
import dev.fathom.bag.sqlite.SqliteTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A SQLite file as a part of a recording. */
final class SqliteStorage implements Storage {
  private final SqliteFile sqlite;
  private final Path shown;
  private final List<Connection> connections = new ArrayList<>();
  private final List<BagProblem> ownProblems = new ArrayList<>();

  /**
   * @param data the file that is read
   * @param shown the file that the user knows, which may be a compressed one
   */
  SqliteStorage(Path data, Path shown) throws IOException {
    this.shown = shown;
    sqlite = SqliteFile.open(data);
    for (SqliteTopic topic : sqlite.topics()) {
      connections.add(connection(topic));
    }
  }

  private Connection connection(SqliteTopic topic) {
    List<QosProfile> qos = List.of();
    try {
      qos = QosYaml.parse(topic.offeredQos());
    } catch (IllegalArgumentException e) {
      ownProblems.add(
          new BagProblem(
              file(), -1, "QoS of " + topic.name() + " ignored: " + e.getMessage(), false));
    }
    return new Connection(
        topic.id(),
        topic.name().isEmpty() ? "/" : topic.name(),
        topic.type(),
        topic.serializationFormat(),
        qos,
        topic.definition(),
        topic.typeHash());
  }

  @Override
  public Path file() {
    return shown;
  }

  @Override
  public String format() {
    return "sqlite3";
  }

  @Override
  public List<Connection> connections() {
    return connections;
  }

  @Override
  public Map<Integer, Long> messageCounts() {
    return sqlite.messageCounts();
  }

  @Override
  public Set<String> compression() {
    return Set.of("none");
  }

  @Override
  public long startTime() {
    return sqlite.startTime();
  }

  @Override
  public long endTime() {
    return sqlite.endTime();
  }

  @Override
  public List<BagProblem> problems() {
    List<BagProblem> problems = new ArrayList<>(ownProblems);
    sqlite.losses().forEach(text -> problems.add(new BagProblem(file(), -1, text, true)));
    return problems;
  }

  @Override
  public Cursor cursor(BagFilter filter) throws IOException {
    Set<Integer> wanted = new HashSet<>();
    for (Connection connection : connections) {
      if (filter.wants(connection.topic())) {
        wanted.add(connection.id());
      }
    }
    return new RowCursor(sqlite.cursor(filter.fromNanos(), filter.toNanos(), wanted));
  }

  /** SQLite keeps one time a message. */
  private record RowCursor(SqliteCursor cursor) implements Cursor {
    @Override
    public boolean next() throws IOException {
      return cursor.next();
    }

    @Override
    public int connection() {
      return cursor.topic();
    }

    @Override
    public long logTime() {
      return cursor.time();
    }

    @Override
    public long publishTime() {
      return cursor.time();
    }

    @Override
    public byte[] bytes() {
      return cursor.bytes();
    }

    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int length() {
      return cursor.bytes().length;
    }

    @Override
    public void close() throws IOException {
      cursor.close();
    }
  }
}
