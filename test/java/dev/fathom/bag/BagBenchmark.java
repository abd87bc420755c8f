package dev.fathom.bag;

import com.github.luben.zstd.Zstd;
import dev.fathom.bag.mcap.ChunkCompression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Recordings in and out: an operation is one message of one megabyte, so that scores are MB/s of
 * uncompressed messages.
 *
 * <p>Input: 100 pictures, noise on a gradient, which zstd makes a third smaller. Baselines: the
 * same bytes copied from or to a plain file, and compressed or decompressed without any file.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init")
public class BagBenchmark {
  private static final int MESSAGES = 100;
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 1000;

  @Param({"NONE", "LZ4", "ZSTD"})
  ChunkCompression compression;

  private Path directory;
  private Path bag;
  private Path plain;
  private byte[][] pictures;
  private byte[][] packed;
  private byte[] scratch;
  private int writes;

  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory("fathom-bag-benchmark-");
    pictures = new byte[MESSAGES][];
    packed = new byte[MESSAGES][];
    scratch = new byte[WIDTH * HEIGHT + 16];
    plain = directory.resolve("plain");
    Random random = new Random(1);
    for (int i = 0; i < MESSAGES; i++) {
      pictures[i] = SampleBag.blob(WIDTH, HEIGHT, random);
      packed[i] = Zstd.compress(pictures[i], 1);
    }
    plainWrite();
    bag = directory.resolve("bag");
    writeBag(bag);
  }

  @TearDown
  public void delete() throws IOException {
    delete(directory);
  }

  @TearDown(Level.Iteration)
  public void deleteWritten() throws IOException {
    for (; writes > 0; writes--) {
      delete(directory.resolve("written" + writes));
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void writeBag(Path to) throws IOException {
    try (BagWriter writer = BagWriter.create(to, BagWriterOptions.of(compression))) {
      Connection topic =
          writer.addTopic(
              "/image",
              "demo_msgs/msg/Blob",
              SampleBag.BLOB_DEFINITION,
              List.of(QosProfile.sensorData()));
      for (int i = 0; i < MESSAGES; i++) {
        writer.write(topic, i, i, pictures[i], 0, pictures[i].length);
      }
    }
  }

  /** The file is deleted at once: a benchmark must not fill the disk. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void write() throws IOException {
    Path to = directory.resolve("written" + ++writes);
    writeBag(to);
    delete(to);
    writes--;
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long read() throws IOException {
    long[] sum = {0};
    try (BagReader reader = BagReader.open(bag)) {
      reader.read(
          BagFilter.all(),
          (connection, log, publish, bytes, offset, length) -> sum[0] += bytes[offset + 9]);
    }
    return sum[0];
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void plainWrite() throws IOException {
    Files.deleteIfExists(plain);
    try (FileChannel file =
        FileChannel.open(plain, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (byte[] picture : pictures) {
        ByteBuffer from = ByteBuffer.wrap(picture);
        while (from.hasRemaining()) {
          file.write(from);
        }
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long plainRead() throws IOException {
    long sum = 0;
    try (FileChannel file = FileChannel.open(plain, StandardOpenOption.READ)) {
      for (int i = 0; i < MESSAGES; i++) {
        ByteBuffer into = ByteBuffer.wrap(scratch);
        while (into.hasRemaining() && file.read(into) >= 0) {
          sum += into.position();
        }
      }
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long plainZstdCompress() {
    long sum = 0;
    for (byte[] picture : pictures) {
      sum += Zstd.compress(picture, 1).length;
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long plainZstdDecompress() {
    long sum = 0;
    for (byte[] picture : packed) {
      sum += Zstd.decompressByteArray(scratch, 0, scratch.length, picture, 0, picture.length);
    }
    return sum;
  }
}
