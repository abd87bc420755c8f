package dev.fathom.bag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * A recording made from a seed: two topics of different rates, messages of very different sizes.
 */
final class SampleBag {
  static final String TEXT_TOPIC = "/chatter";
  static final String BLOB_TOPIC = "/camera/blob";
  static final String TEXT_DEFINITION = "string data\n";
  static final String BLOB_DEFINITION = "uint32 height\nuint32 width\nuint8[] data\n";
  static final long START = 1_700_000_000_000_000_000L;

  private SampleBag() {}

  /** A message as it was given or read. */
  @SuppressWarnings("ArrayRecordComponent")
  record Message(String topic, long logTime, long publishTime, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Message m
          && topic.equals(m.topic)
          && logTime == m.logTime
          && publishTime == m.publishTime
          && Arrays.equals(bytes, m.bytes);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(logTime) * 31 + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return topic + "@" + logTime + " (" + bytes.length + " bytes)";
    }
  }

  static List<Message> messages(int count, long seed) {
    Random random = new Random(seed);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean blob = i % 3 == 0;
      byte[] bytes = blob ? blob(64, random.nextInt(200), random) : text("message " + i);
      long time = START + i * 10_000_000L;
      messages.add(new Message(blob ? BLOB_TOPIC : TEXT_TOPIC, time, time - i, bytes));
    }
    return messages;
  }

  /** CDR of {@code std_msgs/msg/String}. */
  static byte[] text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(4 + 4 + utf8.length + 1).order(ByteOrder.LITTLE_ENDIAN);
    return out.put(new byte[] {0, 1, 0, 0}).putInt(utf8.length + 1).put(utf8).array();
  }

  /** CDR of a picture: noise on a gradient, which zstd makes a third smaller, as camera images. */
  static byte[] blob(int width, int height, Random random) {
    int size = width * height;
    ByteBuffer out = ByteBuffer.allocate(16 + size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0, 1, 0, 0}).putInt(height).putInt(width).putInt(size);
    for (int i = 0; i < size; i++) {
      int noise = random.nextInt(4) + random.nextInt(4);
      out.put((byte) (i % width / 24 + i / width / 16 + noise));
    }
    return out.array();
  }

  static Path write(Path directory, BagWriterOptions options, List<Message> messages)
      throws IOException {
    try (BagWriter writer = BagWriter.create(directory, options)) {
      write(writer, messages);
    }
    return directory;
  }

  static void write(BagWriter writer, List<Message> messages) throws IOException {
    Connection text =
        writer.addTopic(
            TEXT_TOPIC, "std_msgs/msg/String", TEXT_DEFINITION, List.of(QosProfile.reliable(10)));
    Connection blob =
        writer.addTopic(
            BLOB_TOPIC, "demo_msgs/msg/Blob", BLOB_DEFINITION, List.of(QosProfile.sensorData()));
    for (Message m : messages) {
      Connection connection = m.topic.equals(TEXT_TOPIC) ? text : blob;
      writer.write(connection, m.logTime, m.publishTime, m.bytes, 0, m.bytes.length);
    }
  }

  static List<Message> read(Path bag) throws IOException {
    try (BagReader reader = BagReader.open(bag)) {
      return read(reader, BagFilter.all());
    }
  }

  static List<Message> read(BagReader reader, BagFilter filter) throws IOException {
    List<Message> messages = new ArrayList<>();
    reader.read(
        filter,
        (c, log, publish, bytes, offset, length) ->
            messages.add(
                new Message(
                    c.topic(), log, publish, Arrays.copyOfRange(bytes, offset, offset + length))));
    return messages;
  }

  /** The data file that {@link BagWriter} made in a directory. */
  static Path mcap(Path directory) {
    return directory.resolve(directory.getFileName() + "_0.mcap");
  }

  /** As {@code check_mcap.mjs} folds payloads together. */
  static long fold(long before, byte[] bytes, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    return (before * 31 + crc.getValue()) & 0xFFFFFFFFL;
  }
}
