package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.Connection;
import dev.fathom.bag.QosProfile;
import dev.fathom.bag.StopReading;
import dev.fathom.codec.HeaderStamp;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.pipeline.Product;
import dev.fathom.replay.OutputDirectory;
import dev.fathom.replay.PipelineKind;
import dev.fathom.replay.Replay;
import dev.fathom.replay.ReplayOptions;
import dev.fathom.replay.ReplayProgress;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.RosArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo recording, fed to live nodes frame by frame: they publish what a replay writes. */
@Timeout(180)
class RecordedNodeTest {
  private static final Path DEMO = Path.of("src/main/resources/demo");
  private static final String LEFT = "/camera/left/image_rect";
  private static final String RIGHT = "/camera/right/image_rect";
  private static final int FRAMES = 4;
  private static final int MAX_BYTES = 32 << 20;

  @TempDir private Path temp;
  private final InMemoryTransport.Graph graph = new InMemoryTransport.Graph();
  private final InMemoryTransport camera = new InMemoryTransport(graph, "camera");
  private final InMemoryTransport listener = new InMemoryTransport(graph, "listener");
  private final Map<String, Publisher> publishers = new HashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(camera, listener));
  private final Lines lines = new Lines();

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private static PipelineOptions pipeline() {
    return RecordBinding.bind(
        PipelineOptions.defaults(),
        List.of(
            new Setting("threads", 1, "test"),
            new Setting("obstacles.max_relative_sigma", 1, "test"),
            new Setting("obstacles.max_range", 6, "test")));
  }

  /** Every product of a replay by product and stamp. */
  private Map<Product, Map<Long, byte[]>> replay(PipelineKind kind) throws Exception {
    Path out = temp.resolve("replay");
    ReplayProgress quiet =
        new ReplayProgress() {
          @Override
          public void phase(String what) {}

          @Override
          public void frames(long done, long total) {}
        };
    ReplayOptions.NamedTopics topics =
        kind == PipelineKind.MONO
            ? new ReplayOptions.NamedTopics(LEFT + "/compressed", null, null, null, null, null)
            : ReplayOptions.NamedTopics.none();
    Replay.run(
        new ReplayOptions(
            List.of(DEMO),
            new OutputDirectory(out),
            false,
            kind,
            topics,
            0,
            0.5,
            false,
            null,
            0,
            pipeline(),
            Path.of("models")),
        quiet);
    Map<Product, Map<Long, byte[]>> products = new EnumMap<>(Product.class);
    try (BagReader reader = BagReader.open(List.of(out.resolve("bag")))) {
      reader.read(
          BagFilter.all(),
          (connection, logTime, publishTime, bytes, offset, length) -> {
            for (Product product : Product.values()) {
              if (connection.topic().equals("/fathom/" + product.topic())) {
                byte[] copy = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
                products
                    .computeIfAbsent(product, p -> new HashMap<>())
                    .put(HeaderStamp.nanos(copy, 0, length), copy);
              }
            }
          });
    }
    return products;
  }

  private FathomNode node(NodeKind kind, String name, NodeOptions options, String... remaps) {
    List<String> arguments = new ArrayList<>(List.of("--ros-args"));
    for (String remap : remaps) {
      arguments.add("-r");
      arguments.add(remap);
    }
    InMemoryTransport transport =
        new InMemoryTransport(graph, RosArguments.parse(arguments).names("/", name));
    open.add(transport);
    NodeContext context =
        new NodeContext(
            transport,
            lines.log(),
            (topic, standard) -> standard,
            () -> 0,
            Path.of("models"),
            (wanted, serving) -> {});
    FathomNode node = FathomNode.of(kind, context, new NodeSettings(options, pipeline()));
    node.configure();
    node.activate();
    open.add(node);
    return node;
  }

  private static NodeOptions options(Object... namesAndValues) {
    return Robot.settings(namesAndValues).node();
  }

  private CollectingIntake listen(String topic, Product product) {
    CollectingIntake intake = new CollectingIntake();
    var unused =
        listener.subscribe(
            new Topic(topic, product.type(), QosProfile.reliable(100), MAX_BYTES), intake);
    return intake;
  }

  /** Plays the first frames; after each of them every listener must have got its product. */
  private void play(Set<String> images, List<CollectingIntake> listeners, Listened listened)
      throws Exception {
    Map<Long, Set<String>> seen = new HashMap<>();
    Set<Long> complete = new HashSet<>();
    try (BagReader reader = BagReader.open(List.of(DEMO))) {
      reader.connections().forEach(c -> publishers.put(c.topic(), publisher(c)));
      Await.until(
          "images are subscribed to",
          () -> images.stream().allMatch(i -> publishers.get(i).subscribers() > 0));
      reader.read(
          BagFilter.all(),
          (connection, logTime, publishTime, bytes, offset, length) -> {
            Publisher publisher = publishers.get(connection.topic());
            publisher.publish(bytes, offset, length);
            if (!images.contains(connection.topic())) {
              return;
            }
            long stamp = HeaderStamp.nanos(bytes, offset, length);
            Set<String> of = seen.computeIfAbsent(stamp, s -> new HashSet<>());
            of.add(connection.topic());
            if (of.containsAll(images) && complete.add(stamp)) {
              hear(stamp, listeners, listened);
            }
            if (complete.size() == FRAMES) {
              throw new StopReading();
            }
          });
    }
    assertEquals(FRAMES, complete.size());
  }

  private Publisher publisher(Connection connection) {
    return camera.advertise(
        new Topic(
            connection.topic(), connection.type(), connection.offeredQos().get(0), MAX_BYTES));
  }

  private interface Listened {
    void heard(int index, long stampNanos, byte[] message);
  }

  private static void hear(long stamp, List<CollectingIntake> listeners, Listened listened) {
    for (int i = 0; i < listeners.size(); i++) {
      try {
        byte[] message = listeners.get(i).next();
        assertEquals(stamp, HeaderStamp.nanos(message, 0, message.length));
        listened.heard(i, stamp, message);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void equalsTheReplay(
      PipelineKind kind, Set<String> images, List<Product> products, Runnable nodes)
      throws Exception {
    Map<Product, Map<Long, byte[]>> replayed = replay(kind);
    nodes.run();
    List<CollectingIntake> listeners = new ArrayList<>();
    products.forEach(p -> listeners.add(listen("/fathom/" + p.topic(), p)));
    play(
        images,
        listeners,
        (index, stamp, message) -> {
          byte[] expected = replayed.get(products.get(index)).get(stamp);
          assertNotNull(expected, products.get(index) + " at " + stamp);
          assertArrayEquals(expected, message, products.get(index) + " at " + stamp);
        });
  }

  @Test
  void monoPublishesWhatAReplayWrites() throws Exception {
    List<Product> products = new ArrayList<>(List.of(Product.values()));
    products.remove(Product.DISPARITY);
    equalsTheReplay(
        PipelineKind.MONO,
        Set.of(LEFT + "/compressed"),
        products,
        () -> node(NodeKind.MONO, "fathom", NodeOptions.DEFAULT, "image:=" + LEFT));
  }

  @Test
  void stereoPublishesWhatAReplayWrites() throws Exception {
    equalsTheReplay(
        PipelineKind.STEREO,
        Set.of(LEFT + "/compressed", RIGHT + "/compressed"),
        List.of(Product.values()),
        () ->
            node(
                NodeKind.STEREO,
                "fathom",
                options("image_transport", "compressed"),
                "left/image:=" + LEFT,
                "right/image:=" + RIGHT));
  }

  @Test
  void cloudsOfAProcessOfTheirOwnAreTheSame() throws Exception {
    equalsTheReplay(
        PipelineKind.MONO,
        Set.of(LEFT + "/compressed"),
        List.of(Product.POINTS, Product.OBSTACLES, Product.CLEARING),
        () -> {
          node(
              NodeKind.MONO,
              "fathom",
              options("stages", "depth", "image_transport", "compressed"),
              "image:=" + LEFT);
          node(
              NodeKind.CLOUD,
              "fathom_cloud",
              options("image_transport", "compressed"),
              "image:=" + LEFT,
              "depth/image_rect:=/fathom/depth/image_rect",
              "depth/camera_info:=/fathom/depth/camera_info",
              "depth/sigma:=/fathom/depth/sigma",
              "~/points:=/fathom/points",
              "~/points/obstacles:=/fathom/points/obstacles",
              "~/points/clearing:=/fathom/points/clearing");
        });
  }
}
