package dev.fathom.bag.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Lets the database's index by time give the order. */
final class OrderedCursor implements SqliteCursor {
  private static final byte[] NOTHING = {};

  private final Path path;
  private final long from;
  private final long to;
  private final Set<Integer> wanted;
  private final Set<String> losses;
  private final Connection connection;
  private final PreparedStatement query;
  private final ResultSet rows;

  /** Takes over where the index by time turned out to be damaged. */
  private @Nullable SalvageCursor rest;

  private int topic;
  private long time;
  private long id;
  private boolean started;
  private byte[] bytes = NOTHING;

  OrderedCursor(Path path, long from, long to, Set<Integer> wanted, Set<String> losses)
      throws SQLException, IOException {
    this.path = path;
    this.from = from;
    this.to = to;
    this.wanted = wanted;
    this.losses = losses;
    StringJoiner ids = new StringJoiner(",", "(", ")");
    wanted.stream().sorted().forEach(i -> ids.add(i.toString()));
    connection = Database.open(path);
    try {
      query =
          connection.prepareStatement(
              "SELECT topic_id, timestamp, data, id FROM messages"
                  + " WHERE timestamp BETWEEN ? AND ? AND topic_id IN "
                  + ids
                  + " ORDER BY timestamp, id");
      query.setLong(1, from);
      query.setLong(2, to);
      rows = query.executeQuery();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public boolean next() throws IOException {
    SalvageCursor salvaged = rest;
    if (salvaged != null) {
      return salvaged.next();
    }
    try {
      if (!rows.next()) {
        return false;
      }
      byte[] data = rows.getBytes(3);
      topic = rows.getInt(1);
      time = rows.getLong(2);
      id = rows.getLong(4);
      bytes = data == null ? NOTHING : data;
      started = true;
      return true;
    } catch (SQLException e) {
      losses.add("damaged: " + e.getMessage() + "; what else is readable is read row by row");
      SalvageCursor salvage = salvage();
      rest = salvage;
      return salvage.next();
    }
  }

  private SalvageCursor salvage() throws IOException {
    try {
      RowList found = new Salvage(connection).run();
      SalvageCursor salvage = new SalvageCursor(path, found, from, to, wanted, losses);
      if (started) {
        salvage.skipTo(time, id);
      }
      return salvage;
    } catch (SQLException e) {
      throw new IOException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public int topic() {
    return rest == null ? topic : rest.topic();
  }

  @Override
  public long time() {
    return rest == null ? time : rest.time();
  }

  @Override
  public byte[] bytes() {
    return rest == null ? bytes : rest.bytes();
  }

  @Override
  public void close() throws IOException {
    try (SalvageCursor salvage = rest) {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(path + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
