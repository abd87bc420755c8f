package dev.fathom.bag.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Finds the rows of a damaged table that can still be read.
 *
 * <p>Rows are walked by their number. Where a page is damaged, the walk goes on behind it: the next
 * readable number is looked for in doubling steps and then between the last two of them.
 */
final class Salvage {
  private static final int MAX_DOUBLINGS = 40;

  private final Connection connection;
  private final RowList rows = new RowList();
  private int damages;

  Salvage(Connection connection) {
    this.connection = connection;
  }

  /** How many times the walk met something unreadable. */
  int damages() {
    return damages;
  }

  RowList run() {
    long after = Long.MIN_VALUE;
    while (true) {
      long reached = walk(after);
      if (reached == Long.MAX_VALUE) {
        return rows;
      }
      damages++;
      long next = beyond(Math.max(reached, 0));
      if (next < 0) {
        return rows;
      }
      after = next;
    }
  }

  /**
   * Reads rows behind {@code after}; returns the last before a failure, or MAX_VALUE at the end.
   */
  private long walk(long after) {
    long last = after;
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id, timestamp, topic_id FROM messages NOT INDEXED WHERE id > ? ORDER BY id")) {
      query.setLong(1, after);
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          last = found.getLong(1);
          rows.add(last, found.getLong(2), found.getInt(3));
        }
      }
      return Long.MAX_VALUE;
    } catch (SQLException e) {
      // The failure is counted by the caller, who goes on behind it.
      return last;
    }
  }

  /** A row number from which reading works again; −1 when there is none. */
  private long beyond(long failed) {
    long bad = failed;
    long step = 1;
    for (int i = 0; i < MAX_DOUBLINGS; i++) {
      long candidate = failed + step;
      if (readable(candidate)) {
        return firstReadable(bad, candidate);
      }
      bad = candidate;
      step *= 2;
    }
    return -1;
  }

  private long firstReadable(long bad, long good) {
    long low = bad;
    long high = good;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (readable(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** Whether there is a row behind {@code after}, and it can be read. */
  private boolean readable(long after) {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id, timestamp FROM messages NOT INDEXED WHERE id > ? ORDER BY id LIMIT 1")) {
      query.setLong(1, after);
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    } catch (SQLException e) {
      return false;
    }
  }
}
