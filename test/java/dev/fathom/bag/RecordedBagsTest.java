package dev.fathom.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings written by other software are read completely and without complaint. */
class RecordedBagsTest {

  @ParameterizedTest
  @CsvSource({
    "bags/kitti_seq2_stereo, 256, mcap, zstd",
    "bags/hololens_rgbd, 120, mcap, lz4",
    "bags/dgp_lidar, 25, mcap, none",
    "bags/euroc_v101, 6651, sqlite3, none",
    "bags/kitti_object, 7, mcap, zstd",
    "data/ros2_bags/test_bag_mcap, 188, mcap, none",
    "data/ros2_bags/test_bag_sqlite3, 188, sqlite3, none",
  })
  void everyMessageIsReadInTimeOrder(String path, long count, String storage, String compression)
      throws Exception {
    Path bag = RecordedBags.require(path);
    try (BagReader reader = BagReader.open(bag)) {
      Map<String, Long> found = new TreeMap<>();
      long[] last = {Long.MIN_VALUE};
      reader.read(
          BagFilter.all(),
          (connection, logTime, publishTime, bytes, offset, length) -> {
            assertTrue(logTime >= last[0], "log time runs backwards");
            last[0] = logTime;
            assertEquals(0, bytes[offset], "CDR encapsulation");
            assertEquals(1, bytes[offset + 1], "CDR encapsulation: little endian");
            found.merge(connection.topic(), 1L, Long::sum);
          });
      BagSummary summary = reader.summary();
      assertEquals(List.of(), reader.problems());
      assertEquals(count, summary.messageCount());
      assertEquals(new TreeMap<>(summary.messagesPerTopic()), found);
      assertEquals(Set.of(storage), summary.storage());
      assertEquals(Set.of(compression), summary.compression());
      assertEquals(last[0], summary.endNanos());
    }
  }

  @Test
  void connectionsCarryTypesDefinitionsQosAndHashes() throws Exception {
    try (BagReader reader = BagReader.open(RecordedBags.require("bags/hololens_rgbd"))) {
      Connection color =
          reader.connections().stream()
              .filter(c -> c.topic().equals("/camera/color/image_raw"))
              .findFirst()
              .orElseThrow();
      assertEquals("sensor_msgs/msg/Image", color.type());
      assertEquals("cdr", color.serializationFormat());
      assertTrue(color.definition().contains("MSG: std_msgs/Header"));
      assertTrue(color.typeHash().startsWith("RIHS01_d31d41a9"));
      QosProfile qos = color.offeredQos().get(0);
      assertEquals(QosProfile.Reliability.BEST_EFFORT, qos.reliability());
      assertEquals(QosProfile.Durability.VOLATILE, qos.durability());
      assertEquals(QosProfile.INFINITE, qos.deadlineNanos());
      assertEquals("jazzy", reader.summary().metadata().get(0).rosDistro());
    }
  }

  @Test
  void humbleAndJazzyQosMeanTheSame() throws Exception {
    try (BagReader reader = BagReader.open(RecordedBags.require("bags/kitti_seq2_stereo"))) {
      QosProfile transforms = qos(reader, "/tf_static");
      assertEquals(QosProfile.Durability.TRANSIENT_LOCAL, transforms.durability());
      assertEquals(QosProfile.Reliability.RELIABLE, transforms.reliability());
      QosProfile image = qos(reader, "/stereo/left/image_rect");
      assertEquals(QosProfile.Reliability.BEST_EFFORT, image.reliability());
    }
  }

  private static QosProfile qos(BagReader reader, String topic) {
    return reader.connections().stream()
        .filter(c -> c.topic().equals(topic))
        .findFirst()
        .orElseThrow()
        .offeredQos()
        .get(0);
  }

  @Test
  void severalBagsAreMergedByTime() throws Exception {
    Path mcap = RecordedBags.require("data/ros2_bags/test_bag_mcap");
    Path sqlite = RecordedBags.require("data/ros2_bags/test_bag_sqlite3");
    List<Long> times = new ArrayList<>();
    try (BagReader reader = BagReader.open(List.of(sqlite, mcap))) {
      reader.read(BagFilter.all(), (c, log, pub, b, o, n) -> times.add(log));
      assertEquals(94, reader.connections().size());
      assertEquals(376, reader.summary().messageCount());
    }
    List<Long> sorted = new ArrayList<>(times);
    sorted.sort(null);
    assertEquals(sorted, times);
    assertEquals(376, times.size());
  }

  @ParameterizedTest
  @CsvSource({"bags/kitti_seq2_stereo", "bags/hololens_rgbd", "bags/euroc_v101"})
  void aFilterGivesWhatReadingAllAndChoosingGives(String path) throws Exception {
    Path bag = RecordedBags.require(path);
    try (BagReader reader = BagReader.open(bag)) {
      BagSummary summary = reader.summary();
      long from = summary.startNanos() + summary.durationNanos() / 3;
      long to = summary.startNanos() + summary.durationNanos() / 2;
      for (Connection wanted : reader.connections()) {
        List<Long> chosen = new ArrayList<>();
        reader.read(
            BagFilter.all(),
            (c, log, pub, b, o, n) -> {
              if (c.equals(wanted) && log >= from && log <= to) {
                chosen.add(log);
              }
            });
        List<Long> filtered = new ArrayList<>();
        reader.read(
            new BagFilter(from, to, Set.of(wanted.topic())),
            (c, log, pub, b, o, n) -> filtered.add(log));
        assertEquals(chosen, filtered);
      }
      assertFalse(summary.messagesPerTopic().isEmpty());
    }
  }
}
