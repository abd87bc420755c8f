package dev.fathom.replay;

import dev.fathom.bag.BagWriter;
import dev.fathom.bag.BagWriterOptions;
import dev.fathom.bag.Connection;
import dev.fathom.bag.QosProfile;
import dev.fathom.bag.mcap.ChunkCompression;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Time;
import dev.fathom.geometry.Intrinsics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A recording put together message by message: a grey stereo pair before a textured wall, with
 * whatever faults a test adds. Times are in milliseconds.
 */
final class PairBag implements AutoCloseable {
  static final int WIDTH = 160;
  static final int HEIGHT = 96;
  static final double FOCAL = 120;
  static final double BASELINE = 0.2;
  static final int DISPARITY = 8;

  /** FOCAL · BASELINE / DISPARITY. */
  static final double WALL_METRES = 3;

  static final String LEFT = "/stereo/left/image_raw";
  static final String RIGHT = "/stereo/right/image_raw";
  static final String LEFT_INFO = "/stereo/left/camera_info";
  static final String RIGHT_INFO = "/stereo/right/camera_info";
  static final long START_NANOS = 1_700_000_000_000_000_000L;

  private static final long NANOS = 1_000_000;

  private final BagWriter bag;
  private final Map<String, Connection> topics = new HashMap<>();

  PairBag(Path directory) throws IOException {
    this(directory, 1 << 20);
  }

  PairBag(Path directory, int chunkBytes) throws IOException {
    bag = BagWriter.create(directory, new BagWriterOptions(ChunkCompression.ZSTD, chunkBytes));
  }

  /** A sound recording: both camera_info, then {@code frames} pairs, 100 ms apart. */
  static Path sound(Path directory, int frames) throws IOException {
    try (PairBag bag = new PairBag(directory)) {
      for (int i = 0; i < frames; i++) {
        bag.infos(100L * i).pair(100L * i);
      }
    }
    return directory;
  }

  static long nanos(long millis) {
    return START_NANOS + millis * NANOS;
  }

  static Header header(String frame, long stampMillis) {
    return new Header(Time.ofNanos(nanos(stampMillis)), frame);
  }

  PairBag infos(long millis) throws IOException {
    return add(LEFT_INFO, millis, info("left", millis, FOCAL, 0))
        .add(RIGHT_INFO, millis, info("right", millis, FOCAL, BASELINE));
  }

  PairBag pair(long millis) throws IOException {
    return add(LEFT, millis, image("left", millis)).add(RIGHT, millis, image("right", millis));
  }

  PairBag add(String topic, long logMillis, Record message) throws IOException {
    CdrBuffer buffer = new CdrBuffer();
    encode(message, buffer);
    return bytes(topic, logMillis, message.getClass(), buffer.toArray());
  }

  @SuppressWarnings("unchecked")
  private static <T extends Record> void encode(T message, CdrBuffer out) {
    MessageCodec.of((Class<T>) message.getClass()).encode(message, out);
  }

  /** Bytes that need not be a message of that type. */
  PairBag bytes(String topic, long logMillis, Class<? extends Record> type, byte[] bytes)
      throws IOException {
    Connection connection = topics.get(topic);
    if (connection == null) {
      MessageCodec<?> codec = MessageCodec.of(type);
      connection =
          bag.addTopic(
              topic, codec.rosType(), codec.definition(), List.of(QosProfile.sensorData()));
      topics.put(topic, connection);
    }
    long at = nanos(logMillis);
    bag.write(connection, at, at, bytes, 0, bytes.length);
    return this;
  }

  @Override
  public void close() throws IOException {
    bag.close();
  }

  static CameraInfo info(String frame, long stampMillis, double focal, double baseline) {
    Intrinsics camera = new Intrinsics(WIDTH, HEIGHT, focal, focal, 79.5, 47.5);
    return Calibrations.rectified(header(frame, stampMillis), camera, 0 - focal * baseline);
  }

  /** The same wall in every frame, as the left or the right camera sees it. */
  static Image image(String frame, long stampMillis) {
    Random random = new Random(4);
    byte[] pixels = new byte[WIDTH * HEIGHT];
    byte[] wall = new byte[WIDTH + DISPARITY];
    int shift = frame.equals("right") ? DISPARITY : 0;
    for (int y = 0; y < HEIGHT; y++) {
      random.nextBytes(wall);
      System.arraycopy(wall, shift, pixels, y * WIDTH, WIDTH);
    }
    return image(frame, stampMillis, WIDTH, HEIGHT, pixels);
  }

  static Image image(String frame, long stampMillis, int width, int height, byte[] pixels) {
    return new Image(
        header(frame, stampMillis), height, width, "mono8", 0, width, Bytes.of(pixels));
  }
}
