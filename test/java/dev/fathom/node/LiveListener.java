package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.HeaderStamp;
import dev.fathom.codec.ImageMessages;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.PointCloudView;
import dev.fathom.codec.msg.DepthStatus;
import dev.fathom.codec.msg.DiagnosticArray;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.depth.DepthRange;
import dev.fathom.depth.PngEncoder;
import dev.fathom.depth.Preview;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.image.PixelConverter;
import dev.fathom.pipeline.Product;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.dds.DdsOptions;
import dev.fathom.ros.dds.DdsTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Listens to a node's products over DDS on loopback: how many came, how long after their stamps,
 * and a picture of the last. A program, so that it is a process of its own.
 *
 * <pre>java -cp … dev.fathom.node.LiveListener SECONDS OUT IMAGE PRODUCT…</pre>
 *
 * IMAGE is the camera's topic, for the picture.
 */
final class LiveListener {
  private static final int MAX_BYTES = 16 << 20;

  /** Frames that warm up whatever is cold. */
  private static final int WARM_UP = 30;

  /** What came on a topic. */
  private static final class Ear implements Intake {
    private byte[] bytes = new byte[0];
    private int length;
    private final List<Long> latencies = new ArrayList<>();
    private long firstNanos;
    private long lastNanos;
    private long refused;

    @Override
    public synchronized byte[] room(int wanted) {
      if (bytes.length < wanted) {
        bytes = new byte[wanted];
      }
      return bytes;
    }

    @Override
    public synchronized void arrived(byte[] message, int newLength, long receivedNanos) {
      length = newLength;
      long ago = System.nanoTime() - receivedNanos;
      long now = System.currentTimeMillis() * 1_000_000L - ago;
      latencies.add(now - HeaderStamp.nanos(message, 0, newLength));
      firstNanos = latencies.size() == WARM_UP ? receivedNanos : firstNanos;
      lastNanos = receivedNanos;
    }

    @Override
    public synchronized void refused(String reason) {
      refused++;
      System.err.println(reason);
    }

    synchronized String row(String topic) {
      long[] sorted =
          latencies.stream().skip(WARM_UP).mapToLong(Long::longValue).sorted().toArray();
      if (sorted.length < 2) {
        return String.format("| %s | %d | | | | |", topic, latencies.size());
      }
      return String.format(
          "| %s | %d | %.2f | %.1f | %.1f | %d | %d |",
          topic,
          latencies.size(),
          sorted.length * 1e9 / (lastNanos - firstNanos),
          sorted[sorted.length / 2] / 1e6,
          sorted[(int) Math.ceil(0.99 * sorted.length) - 1] / 1e6,
          length,
          refused);
    }

    synchronized byte[] last() {
      return Arrays.copyOf(bytes, length);
    }
  }

  private LiveListener() {}

  public static void main(String[] arguments) throws Exception {
    double seconds = Double.parseDouble(arguments[0]);
    Path out = Files.createDirectories(Path.of(arguments[1]));
    Map<String, Ear> ears = new LinkedHashMap<>();
    try (Transport transport =
        DdsTransport.open(
            RosArguments.none().names("/", "listener"),
            DdsOptions.of(System.getenv()),
            System.err::println)) {
      Ear image = listen(transport, arguments[2], "sensor_msgs/msg/Image", QosProfile.sensorData());
      for (String name : Arrays.asList(arguments).subList(3, arguments.length)) {
        Product product = Product.parse(name).iterator().next();
        String topic = "/fathom/" + product.topic();
        ears.put(topic, listen(transport, topic, product.type(), QosProfile.reliable(2)));
      }
      Ear status =
          listen(
              transport,
              "/fathom/status",
              MessageCodec.of(DepthStatus.class).rosType(),
              QosProfile.reliable(2));
      Ear diagnostics =
          listen(
              transport,
              "/diagnostics",
              MessageCodec.of(DiagnosticArray.class).rosType(),
              QosProfile.reliable(10));
      Thread.sleep(Math.round(seconds * 1000));
      System.out.println("| topic | received | per second | p50 ms | p99 ms | bytes | refused |");
      System.out.println("|---|---|---|---|---|---|---|");
      System.out.println(image.row(arguments[2]));
      ears.forEach((topic, ear) -> System.out.println(ear.row(topic)));
      System.out.println(status.row("/fathom/status"));
      print(status, diagnostics);
      preview(image, ears, out);
    }
    System.exit(0);
  }

  private static Ear listen(Transport transport, String topic, String type, QosProfile qos) {
    Ear ear = new Ear();
    transport.subscribe(new Topic(topic, type, qos, MAX_BYTES), ear);
    return ear;
  }

  private static void print(Ear status, Ear diagnostics) {
    if (status.last().length > 0) {
      System.out.println(MessageCodec.of(DepthStatus.class).decode(status.last()));
    }
    if (diagnostics.last().length > 0) {
      MessageCodec.of(DiagnosticArray.class)
          .decode(diagnostics.last())
          .status()
          .forEach(
              s -> {
                System.out.println(s.level() + " " + s.name() + ": " + s.message());
                s.values().forEach(v -> System.out.println("    " + v.key() + " = " + v.value()));
              });
    }
  }

  private static void preview(Ear image, Map<String, Ear> ears, Path out) throws Exception {
    Ear depthEar = ears.get("/fathom/" + Product.DEPTH.topic());
    if (depthEar == null || depthEar.last().length == 0 || image.last().length == 0) {
      return;
    }
    FloatImage depth = floats(depthEar);
    Ear sigmaEar = ears.get("/fathom/" + Product.SIGMA.topic());
    FloatImage sigma = sigmaEar == null || sigmaEar.last().length == 0 ? null : floats(sigmaEar);
    Image8 colour = new Image8();
    Image message = MessageCodec.of(Image.class).decode(image.last());
    try (PixelConverter converter = new PixelConverter()) {
      converter.toRgb(ImageMessages.view(message), colour);
    }
    Image8 picture = new Preview().compose(colour, depth, DepthRange.of(depth), sigma, null);
    Files.write(out.resolve("received.png"), PngEncoder.encode(picture));
    for (Product cloud : List.of(Product.POINTS, Product.OBSTACLES, Product.CLEARING)) {
      Ear ear = ears.get("/fathom/" + cloud.topic());
      if (ear != null && ear.last().length > 0) {
        Files.write(
            out.resolve(cloud.parameterName() + ".png"),
            PngEncoder.encode(fromAbove(MessageCodec.of(PointCloud2.class).decode(ear.last()))));
      }
    }
  }

  private static FloatImage floats(Ear ear) {
    FloatImage image = new FloatImage();
    try (PixelConverter converter = new PixelConverter()) {
      converter.toFloatDepth(
          ImageMessages.view(MessageCodec.of(Image.class).decode(ear.last())), image);
    }
    return image;
  }

  /** Points of a cloud seen from above: x to the right, z up, ten pixels a metre. */
  private static Image8 fromAbove(PointCloud2 cloud) {
    PointCloudView view = new PointCloudView(cloud);
    float[] x = new float[view.size()];
    float[] z = new float[view.size()];
    view.field("x").copyTo(x);
    view.field("z").copyTo(z);
    Image8 picture = new Image8().reshape(600, 600, 1);
    Arrays.fill(picture.data(), (byte) 20);
    for (int i = 0; i < x.length; i++) {
      int u = Math.round(300 + 10 * x[i]);
      int v = Math.round(599 - 10 * z[i]);
      if (z[i] > 0 && u >= 0 && u < 600 && v >= 0 && v < 600) {
        picture.data()[v * 600 + u] = (byte) 255;
      }
    }
    return picture;
  }
}
