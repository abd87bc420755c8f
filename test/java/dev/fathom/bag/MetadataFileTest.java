package dev.fathom.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.bag.BagMetadata.FileCount;
import dev.fathom.bag.BagMetadata.TopicCount;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Liveliness;
import dev.fathom.bag.QosProfile.Reliability;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code metadata.yaml} and QoS profiles in the forms that rosbag2 has written over the years. */
class MetadataFileTest {
  private static final List<QosProfile> PROFILES =
      List.of(
          QosProfile.sensorData(),
          QosProfile.transientLocal(1),
          new QosProfile(
              History.UNKNOWN,
              0,
              Reliability.BEST_AVAILABLE,
              Durability.SYSTEM_DEFAULT,
              1_500_000_000L,
              0,
              Liveliness.MANUAL_BY_TOPIC,
              QosProfile.INFINITE,
              true));

  @Test
  void bothFormsOfQosComeBack() {
    assertEquals(PROFILES, QosYaml.parse(QosYaml.numbered(PROFILES)));
    assertEquals(PROFILES, QosYaml.parse(QosYaml.named(PROFILES)));
    assertEquals(PROFILES, QosYaml.parse(Yaml.load(QosYaml.named(PROFILES), "a list")));
    assertEquals(List.of(), QosYaml.parse(""));
  }

  @Test
  void theInfiniteTimeOfFoxyIsInfinite() {
    String yaml = "- history: 3\n  deadline:\n    sec: 2147483647\n    nsec: 4294967295\n";
    assertEquals(QosProfile.INFINITE, QosYaml.parse(yaml).get(0).deadlineNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "{a: b}", "- 5", "- depth: x", "- deadline: 9", "[", "- depth: -1"})
  void whatIsNoQosIsRefused(String yaml) {
    assertThrows(IllegalArgumentException.class, () -> QosYaml.parse(yaml));
  }

  @Test
  void whatIsWrittenIsReadWhateverTheNames() {
    Connection odd = new Connection(0, "/a \"b\" \\ ☃\n\u0007", "x/msg/Y", "cdr", PROFILES, "", "");
    BagMetadata metadata =
        new BagMetadata(
            5,
            "mcap",
            12,
            34,
            56,
            List.of(new TopicCount(odd, 56)),
            "",
            "",
            List.of(new FileCount("odd: name_0.mcap", 12, 34, 56)),
            "");
    assertEquals(metadata, MetadataFile.parse(MetadataFile.write(metadata)));
  }

  @Test
  void anEmptyRecordingIsWrittenAsValidYaml() {
    BagMetadata empty =
        new BagMetadata(
            5, "mcap", 0, 0, 0, List.of(), "", "", List.of(new FileCount("a", 0, 0, 0)), "");
    assertEquals(empty, MetadataFile.parse(MetadataFile.write(empty)));
  }

  @Test
  void theFirstVersionsAreRead() {
    BagMetadata metadata =
        MetadataFile.parse(
            """
            rosbag2_bagfile_information:
              version: 1
              storage_identifier: sqlite3
              relative_file_paths: [bag/bag.db3]
              duration: {nanoseconds: 100}
              starting_time: {nanoseconds_since_epoch: 1000000}
              message_count: 50
              topics_with_message_count:
                - topic_metadata: {name: topic1, type: type1, serialization_format: rmw1}
                  message_count: 100
            """);
    assertEquals(1, metadata.version());
    assertEquals(List.of(new FileCount("bag/bag.db3", 0, 0, -1)), metadata.files());
    assertEquals(List.of(), metadata.topics().get(0).connection().offeredQos());
    assertEquals(1_000_000, metadata.startNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "a: 1", "rosbag2_bagfile_information: 7", "\t", "&a [*a, *a]"})
  void whatIsNoMetadataIsRefused(String yaml) {
    assertThrows(IllegalArgumentException.class, () -> MetadataFile.parse(yaml));
  }
}
