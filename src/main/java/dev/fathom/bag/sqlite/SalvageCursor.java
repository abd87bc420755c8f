package dev.fathom.bag.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** Fetches rows that are known to exist one by one; those that cannot be read are left out. */
final class SalvageCursor implements SqliteCursor {
  private static final byte[] NOTHING = {};

  private final Path path;
  private final RowList rows;
  private final Integer[] order;
  private final long from;
  private final long to;
  private final Set<Integer> wanted;
  private final Set<String> losses;
  private Connection connection;
  private PreparedStatement query;
  private int at = -1;
  private long unreadable;
  private byte[] bytes = NOTHING;

  SalvageCursor(
      Path path, RowList rows, long from, long to, Set<Integer> wanted, Set<String> losses)
      throws SQLException, IOException {
    this.path = path;
    this.rows = rows;
    this.order = rows.byTime();
    this.from = from;
    this.to = to;
    this.wanted = wanted;
    this.losses = losses;
    connection = Database.open(path);
    query = prepare();
  }

  private PreparedStatement prepare() throws SQLException {
    try {
      return connection.prepareStatement("SELECT data FROM messages WHERE id = ?");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A connection that has met a damaged page may fail on sound ones behind it; a new one does not.
   */
  private void reconnect() {
    try {
      connection.close();
      connection = Database.open(path);
      query = prepare();
    } catch (SQLException | IOException e) {
      // The next message fails too, and is counted.
    }
  }

  /** Goes on behind the message of that time and row. */
  void skipTo(long time, long id) {
    while (at + 1 < order.length) {
      int row = order[at + 1];
      long there = rows.time(row);
      if (there > time || (there == time && rows.id(row) > id)) {
        return;
      }
      at++;
    }
  }

  @Override
  public boolean next() {
    while (++at < order.length) {
      int row = order[at];
      long time = rows.time(row);
      if (time >= from && time <= to && wanted.contains(rows.topic(row)) && fetch(rows.id(row))) {
        return true;
      }
    }
    if (unreadable > 0) {
      losses.add(unreadable + " messages whose payload cannot be read are left out");
    }
    return false;
  }

  private boolean fetch(long id) {
    try {
      query.setLong(1, id);
      try (ResultSet found = query.executeQuery()) {
        byte[] data = found.next() ? found.getBytes(1) : null;
        if (data != null) {
          bytes = data;
          return true;
        }
      }
    } catch (SQLException e) {
      // Counted below, and reported once for all.
      reconnect();
    }
    unreadable++;
    return false;
  }

  @Override
  public int topic() {
    return rows.topic(order[at]);
  }

  @Override
  public long time() {
    return rows.time(order[at]);
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(path + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
