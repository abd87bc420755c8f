package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.Time;
import dev.fathom.image.PixelEncoding;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * CDR of 640×480 camera images (rgb8, 0.92 MB) and organised clouds (16 bytes a point, 4.9 MB)
 * against a copy of the same bytes.
 *
 * <p>Run: {@code java -cp "target/test-classes:target/classes:$(cat target/test-classpath)"
 * org.openjdk.jmh.Main CodecBenchmark -prof gc}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields before it measures.
public class CodecBenchmark {
  /** What the message holds. */
  public enum Content {
    IMAGE,
    CLOUD
  }

  @Param public Content content;

  private Round<?> round;
  private byte[] source;
  private byte[] target;

  /** A message with what is needed to send it round. */
  private static final class Round<T> {
    final MessageCodec<T> codec;
    final T message;
    final T reserving;
    final CdrBuffer out = new CdrBuffer();
    final byte[] bytes;

    Round(Class<T> type, T message, T reserving) {
      this.codec = MessageCodec.of(type);
      this.message = message;
      this.reserving = reserving;
      codec.encode(message, out);
      bytes = out.toArray();
    }

    T decode() {
      return codec.decode(bytes, 0, bytes.length);
    }

    int encode(T value) {
      codec.encode(value, out);
      return out.length();
    }

    int encodeCopying() {
      return encode(message);
    }

    int encodeReserving() {
      return encode(reserving);
    }
  }

  @Setup
  public void prepare() {
    Header header = new Header(new Time(1, 2), "camera_optical");
    int size = content == Content.IMAGE ? 640 * 480 * 3 : 640 * 480 * 16;
    source = new byte[size];
    target = new byte[size];
    round =
        content == Content.IMAGE
            ? new Round<>(
                Image.class, image(header, Bytes.of(source)), image(header, Bytes.reserved(size)))
            : new Round<>(
                PointCloud2.class,
                cloud(header, Bytes.of(source)),
                cloud(header, Bytes.reserved(size)));
  }

  private static Image image(Header header, Bytes data) {
    return ImageMessages.message(header, PixelEncoding.RGB8, 640, 480, data);
  }

  private static PointCloud2 cloud(Header header, Bytes data) {
    return PointCloudMessages.message(header, 640, 480, PointCloudMessages.XYZRGB, 16, false, data);
  }

  /** The baseline. */
  @Benchmark
  public byte[] copyOfTheSameBytes() {
    System.arraycopy(source, 0, target, 0, source.length);
    return target;
  }

  @Benchmark
  public Object decode() {
    return round.decode();
  }

  /** The payload comes from an array: one copy. */
  @Benchmark
  public int encode() {
    return round.encodeCopying();
  }

  /** The payload is written by a kernel afterwards: no copy. */
  @Benchmark
  public int encodeWithReservedPayload() {
    return round.encodeReserving();
  }
}
