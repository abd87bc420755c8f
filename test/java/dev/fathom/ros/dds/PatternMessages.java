package dev.fathom.ros.dds;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.Topic;
import java.time.Instant;
import java.util.List;

/** Images and clouds whose content both sides know. */
enum PatternMessages {
  IMAGE("sensor_msgs/msg/Image", 3),
  CLOUD("sensor_msgs/msg/PointCloud2", 16);

  private static final int HEADER_ROOM = 1024;

  private final String type;
  private final int bytesAPixel;

  PatternMessages(String type, int bytesAPixel) {
    this.type = type;
    this.bytesAPixel = bytesAPixel;
  }

  /** As the peers call it. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  int payload(int width, int height) {
    return width * height * bytesAPixel;
  }

  Topic topic(String name, QosProfile qos, int width, int height) {
    return new Topic(name, type, qos, payload(width, height) + HEADER_ROOM);
  }

  /** Writes message number n with the time of now. */
  void encode(int n, int width, int height, CdrBuffer out) {
    Instant now = Instant.now();
    Header header =
        new Header(new Time((int) now.getEpochSecond(), now.getNano()), Integer.toString(n));
    Bytes data = Bytes.reserved(payload(width, height));
    if (this == IMAGE) {
      MessageCodec.of(Image.class)
          .encode(new Image(header, height, width, "rgb8", 0, 3 * width, data), out);
    } else {
      MessageCodec.of(PointCloud2.class)
          .encode(
              new PointCloud2(header, height, width, fields(), false, 16, 16 * width, data, true),
              out);
    }
    Pattern.fill(out.array(), out.reservedOffset(), out.reservedLength(), n);
  }

  private static List<PointField> fields() {
    return List.of(field("x", 0), field("y", 4), field("z", 8), field("rgb", 12));
  }

  private static PointField field(String name, int offset) {
    return new PointField(name, offset, PointField.FLOAT32, 1);
  }

  /** What arrived, as a peer would say it. */
  PeerProcess.Message read(byte[] bytes) {
    Header header;
    Bytes data;
    if (this == IMAGE) {
      Image image = MessageCodec.of(Image.class).decode(bytes);
      header = image.header();
      data = image.data();
    } else {
      PointCloud2 cloud = MessageCodec.of(PointCloud2.class).decode(bytes);
      header = cloud.header();
      data = cloud.data();
    }
    return new PeerProcess.Message(
        Integer.parseInt(header.frameId()),
        data.length(),
        Pattern.checksum(data.array(), data.offset(), data.length()),
        0);
  }
}
