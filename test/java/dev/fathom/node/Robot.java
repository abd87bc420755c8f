package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.DepthStatus;
import dev.fathom.codec.msg.DiagnosticArray;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Time;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.pipeline.FlatDepth;
import dev.fathom.pipeline.Product;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.log.NodeLog;
import dev.fathom.sensor.MonoFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node with a pipeline of flat depth, its camera, and whoever listens, in one graph. */
final class Robot implements AutoCloseable {
  static final int WIDTH = 64;
  static final int HEIGHT = 48;
  static final Intrinsics CAMERA = new Intrinsics(WIDTH, HEIGHT, 60, 60, 31.5, 23.5);
  private static final int MAX_BYTES = 1 << 20;

  final InMemoryTransport.Graph graph = new InMemoryTransport.Graph();
  final Lines lines = new Lines();
  final FlatDepth flat = new FlatDepth();
  final List<FlatDepth> reloaded = new ArrayList<>();
  final InMemoryTransport camera = new InMemoryTransport(graph, "camera");
  final Transport listener = new InMemoryTransport(graph, "listener");
  private final InMemoryTransport transport;
  private final EndpointQos qos;
  private final Publisher images;
  private final Publisher infos;
  final FathomNode node;
  volatile long rosNanos = 1_000_000_000L;

  Robot(String... rosArguments) {
    this(NodeSettings.defaults(), rosArguments);
  }

  Robot(NodeSettings settings, String... rosArguments) {
    this(settings, (topic, standard) -> standard, rosArguments);
  }

  Robot(NodeSettings settings, EndpointQos qos, String... rosArguments) {
    this.qos = qos;
    transport =
        new InMemoryTransport(
            graph, RosArguments.parse(List.of(rosArguments)).names("/", "fathom"));
    images = advertise("/image", Image.class, QosProfile.sensorData());
    infos = advertise("/camera_info", CameraInfo.class, QosProfile.sensorData());
    node = FathomNode.of(kind(), context(transport, lines.log()), settings);
  }

  NodeContext context(Transport nodeTransport, NodeLog log) {
    return new NodeContext(
        nodeTransport,
        log,
        qos,
        () -> rosNanos,
        Path.of("models"),
        (wanted, serving) -> node.change(node.settings().takingBack(wanted, serving)));
  }

  DepthKind<MonoFrame> kind() {
    return new DepthKind<>(
        "mono",
        1,
        options -> {
          FlatDepth pipeline = flat;
          if (node() != null) {
            pipeline = new FlatDepth();
            pipeline.metres(7);
            reloaded.add(pipeline);
          }
          if (options.model().equals("missing")) {
            throw new IllegalArgumentException("model 'missing' is not known");
          }
          return new LoadedPipeline<>(
              pipeline,
              options.model(),
              "cpu",
              !options.model().equals("plain"),
              options.model().equals("completing"));
        },
        (links, mailbox, loaded, options, sink) -> new MonoInput(links, mailbox, "", sink));
  }

  /** Null while the first pipeline is loaded. */
  private Object node() {
    return configured ? node : null;
  }

  private volatile boolean configured;

  /** Settings with these parameters. */
  static NodeSettings settings(Object... namesAndValues) {
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.add(new Setting((String) namesAndValues[i], namesAndValues[i + 1], "test"));
    }
    return RecordBinding.bind(NodeSettings.defaults(), settings);
  }

  /** Configures and activates the node. */
  Robot started() {
    node.configure();
    configured = true;
    node.activate();
    return this;
  }

  Publisher advertise(String topic, Class<? extends Record> type, QosProfile qos) {
    return camera.advertise(new Topic(topic, MessageCodec.of(type).rosType(), qos, MAX_BYTES));
  }

  CollectingIntake listen(Product product) {
    return listen("/fathom/" + product.topic(), product.type());
  }

  CollectingIntake listen(String topic, String type) {
    return listen(topic, type, QosProfile.reliable(1000));
  }

  CollectingIntake listen(String topic, String type, QosProfile asked) {
    CollectingIntake intake = new CollectingIntake();
    var unused = listener.subscribe(new Topic(topic, type, asked, MAX_BYTES), intake);
    return intake;
  }

  CollectingIntake listenToStatus() {
    return listen("/fathom/status", MessageCodec.of(DepthStatus.class).rosType());
  }

  CollectingIntake listenToDiagnostics() {
    return listen("/diagnostics", MessageCodec.of(DiagnosticArray.class).rosType());
  }

  static byte[] image(long stampNanos) {
    byte[] pixels = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31L + stampNanos);
    }
    return encoded(
        Image.class,
        new Image(header(stampNanos), HEIGHT, WIDTH, "rgb8", 0, 3 * WIDTH, Bytes.of(pixels)));
  }

  static Header header(long stampNanos) {
    return new Header(Time.ofNanos(stampNanos), "camera_optical");
  }

  static <T extends Record> byte[] encoded(Class<T> type, T message) {
    CdrBuffer buffer = new CdrBuffer();
    MessageCodec.of(type).encode(message, buffer);
    return buffer.toArray();
  }

  static <T extends Record> T decoded(Class<T> type, byte[] message) {
    return MessageCodec.of(type).decode(message);
  }

  /** Sends an image with its camera_info. */
  void send(long stampNanos) {
    sendInfo(stampNanos);
    sendImage(image(stampNanos));
  }

  void sendInfo(long stampNanos) {
    byte[] info = encoded(CameraInfo.class, Calibrations.rectified(header(stampNanos), CAMERA, 0));
    infos.publish(info, 0, info.length);
  }

  void sendImage(byte[] message) {
    images.publish(message, 0, message.length);
    transport.drain();
  }

  /** Returns when {@code count} frames have been begun. */
  void awaitBegun(int count) {
    Await.until(count + " frames begun", () -> flat.begun() >= count);
  }

  @Override
  public void close() {
    flat.stepwise(false);
    node.close();
    transport.close();
    camera.close();
    listener.close();
  }
}
