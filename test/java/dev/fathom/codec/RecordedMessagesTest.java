package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.image.Image8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that other software wrote come out of decoding and encoding as they went in. */
class RecordedMessagesTest {
  private static final String MESSAGES =
      "select t.type, m.data from messages m join topics t on m.topic_id = t.id order by m.id";

  @ParameterizedTest
  @CsvSource({
    "data/ros2_bags/test_bag_sqlite3/test_bag_sqlite3.db3, 40",
    "bags/euroc_v101/euroc_v101_0.db3, 5"
  })
  void reencodingGivesTheRecordedBytes(String recording, int leastTypes) throws SQLException {
    Path file = Path.of("..", "shared", recording);
    assumeThere(file);
    TreeSet<String> types = new TreeSet<>();
    CdrBuffer out = new CdrBuffer();
    String url = "jdbc:sqlite:file:" + file + "?immutable=1";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(MESSAGES)) {
      while (rows.next()) {
        String type = rows.getString(1);
        MessageCodec<?> codec = Messages.forType(type);
        if (codec != null) {
          types.add(type);
          assertSurvives(codec, rows.getBytes(2), out);
        }
      }
    }
    assertTrue(types.size() >= leastTypes, "types known: " + types);
  }

  @Test
  void picturesAndCloudsOfACarAreWhatItsDescriptionSays() throws IOException {
    Path file = Path.of("..", "shared", "bags", "dgp_lidar", "dgp_lidar_0.mcap");
    assumeThere(file);
    List<Integer> points = new ArrayList<>();
    List<String> pictures = new ArrayList<>();
    CdrBuffer out = new CdrBuffer();
    Image8 picture = new Image8();
    PlainMcap.messages(
        Files.readAllBytes(file),
        (type, bytes) -> {
          MessageCodec<?> codec = MessageCodec.of(Messages.recordOf(type));
          assertSurvives(codec, bytes, out);
          Object message = codec.decode(bytes);
          if (message instanceof CompressedImage compressed) {
            CompressedImages.decode(compressed, picture);
            pictures.add(picture.width() + "x" + picture.height() + "x" + picture.channels());
          } else if (message instanceof PointCloud2 cloud) {
            points.add(pointsWithin(new PointCloudView(cloud), 300));
          }
        });
    assertEquals(Collections.nCopies(9, "1936x1216x3"), pictures);
    assertEquals(List.of(40_733, 40_523, 40_239), points);
  }

  private static int pointsWithin(PointCloudView cloud, double metres) {
    float[] x = new float[cloud.size()];
    cloud.field("x").copyTo(x);
    PointFieldView y = cloud.field("y");
    int within = 0;
    for (int i = 0; i < x.length; i++) {
      within += Math.hypot(x[i], y.at(0, i)) < metres ? 1 : 0;
    }
    return within;
  }

  private static void assumeThere(Path file) {
    if (!Files.exists(file)) {
      System.out.println("skipped: no " + file);
    }
    Assumptions.assumeTrue(Files.exists(file), "no " + file);
  }

  private static <T> void assertSurvives(MessageCodec<T> codec, byte[] bytes, CdrBuffer out) {
    codec.encode(codec.decode(bytes), out);
    int rest = bytes.length - out.length();
    assertTrue(rest >= 0 && rest < 4, codec.rosType() + " leaves " + rest + " bytes");
    int differs = Arrays.mismatch(out.array(), 4, out.length(), bytes, 4, out.length());
    assertEquals(-1, differs, () -> codec.rosType() + " differs behind its header");
  }
}
