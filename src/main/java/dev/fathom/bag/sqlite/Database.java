package dev.fathom.bag.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Opens database files so that nothing is ever written, not even beside them. */
final class Database {
  private Database() {}

  static Connection open(Path file) throws SQLException, IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    Connection connection =
        DriverManager.getConnection(
            "jdbc:sqlite:" + file.toUri() + mode(file), config.toProperties());
    try (Statement statement = connection.createStatement()) {
      // Otherwise a file that was cut short is refused as a whole.
      statement.execute("PRAGMA writable_schema=ON");
    }
    return connection;
  }

  /** A write-ahead log may hold messages, and is only read when the file may be locked. */
  private static String mode(Path file) throws IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    boolean hasLog = Files.exists(log) && Files.size(log) > 0;
    return hasLog ? "?mode=ro" : "?immutable=1";
  }

  /** The columns of a table in lower case; none when there is no such table. */
  static Set<String> columns(Connection connection, String table) throws SQLException {
    Set<String> columns = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (rows.next()) {
        columns.add(rows.getString("name").toLowerCase(Locale.ROOT));
      }
    }
    return columns;
  }
}
