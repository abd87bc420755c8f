package dev.fathom.bag;

import dev.fathom.bag.mcap.McapCursor;
import dev.fathom.bag.mcap.McapFile;
import dev.fathom.bag.mcap.McapProblem;
import dev.fathom.bag.mcap.McapRecord.Channel;
import dev.fathom.bag.mcap.McapRecord.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An MCAP file as a part of a recording. */
final class McapStorage implements Storage {
  private final McapFile mcap;
  private final Path shown;
  private final List<Connection> connections = new ArrayList<>();
  private final List<BagProblem> ownProblems = new ArrayList<>();

  /**
   * @param data the file that is read
   * @param shown the file that the user knows, which may be a compressed one
   */
  McapStorage(Path data, Path shown) throws IOException {
    this.shown = shown;
    mcap = McapFile.open(data);
    for (Channel channel : mcap.channels().values()) {
      connections.add(connection(channel));
    }
  }

  private Connection connection(Channel channel) {
    Schema schema = mcap.schemas().get(channel.schemaId());
    List<QosProfile> qos = List.of();
    try {
      qos = QosYaml.parse(channel.metadata().getOrDefault("offered_qos_profiles", ""));
    } catch (IllegalArgumentException e) {
      ownProblems.add(
          new BagProblem(
              file(), -1, "QoS of " + channel.topic() + " ignored: " + e.getMessage(), false));
    }
    return new Connection(
        channel.id(),
        channel.topic().isEmpty() ? "/" : channel.topic(),
        schema == null ? "" : schema.name(),
        channel.messageEncoding(),
        qos,
        schema == null ? "" : schema.text(),
        channel.metadata().getOrDefault("topic_type_hash", ""));
  }

  @Override
  public Path file() {
    return shown;
  }

  @Override
  public String format() {
    return "mcap";
  }

  @Override
  public List<Connection> connections() {
    return connections;
  }

  @Override
  public Map<Integer, Long> messageCounts() {
    return mcap.messageCounts();
  }

  @Override
  public Set<String> compression() {
    return mcap.compressions();
  }

  @Override
  public long startTime() {
    return mcap.startTime();
  }

  @Override
  public long endTime() {
    return mcap.endTime();
  }

  @Override
  public List<BagProblem> problems() {
    List<BagProblem> problems = new ArrayList<>(ownProblems);
    for (McapProblem p : mcap.problems()) {
      problems.add(new BagProblem(file(), p.offset(), p.text(), p.dataLost()));
    }
    return problems;
  }

  @Override
  public Cursor cursor(BagFilter filter) throws IOException {
    Set<Integer> unwanted = new HashSet<>();
    for (Connection connection : connections) {
      if (!filter.wants(connection.topic())) {
        unwanted.add(connection.id());
      }
    }
    McapCursor cursor =
        mcap.cursor(filter.fromNanos(), filter.toNanos(), channel -> !unwanted.contains(channel));
    return new ChannelCursor(cursor);
  }

  private record ChannelCursor(McapCursor cursor) implements Cursor {
    @Override
    public boolean next() throws IOException {
      return cursor.next();
    }

    @Override
    public int connection() {
      return cursor.channel();
    }

    @Override
    public long logTime() {
      return cursor.logTime();
    }

    @Override
    public long publishTime() {
      return cursor.publishTime();
    }

    @Override
    public byte[] bytes() {
      return cursor.bytes();
    }

    @Override
    public int offset() {
      return cursor.offset();
    }

    @Override
    public int length() {
      return cursor.length();
    }

    @Override
    public void close() throws IOException {
      cursor.close();
    }
  }
}
