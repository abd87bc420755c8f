package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.Calibrations;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.image.Allocations;
import dev.fathom.pipeline.FlatDepth;
import dev.fathom.pipeline.Product;
import dev.fathom.ros.Endpoint;
import dev.fathom.ros.Intake;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Service;
import dev.fathom.ros.ServiceHandler;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.sensor.MonoFrame;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** From an image's arrival to every product published: everything but the inference. */
class StageAllocationTest {
  private static final int MOST_BYTES = 1024;

  /** A middleware that takes everything and allocates nothing. */
  private static final class Sink implements Transport {
    private final Map<String, Intake> intakes = new HashMap<>();
    private long bytes;
    private long messages;

    @Override
    public String name() {
      return "sink";
    }

    @Override
    public String node() {
      return "/fathom";
    }

    @Override
    public String resolve(String name) {
      return name.startsWith("~") ? "/fathom" + name.substring(1) : "/" + name;
    }

    @Override
    public Publisher advertise(Topic topic) {
      String name = resolve(topic.name());
      return new Publisher() {
        @Override
        public String topic() {
          return name;
        }

        @Override
        public void publish(byte[] message, int offset, int length) {
          bytes += length;
          messages++;
        }

        @Override
        public int subscribers() {
          return 1;
        }

        @Override
        public void close() {
          // Nothing is held.
        }
      };
    }

    @Override
    public Subscription subscribe(Topic topic, Intake intake) {
      intakes.put(topic.name(), intake);
      return new Subscription() {
        @Override
        public String topic() {
          return topic.name();
        }

        @Override
        public int publishers() {
          return 1;
        }

        @Override
        public void close() {
          intakes.remove(topic.name());
        }
      };
    }

    /** A message comes. */
    void bring(String topic, byte[] message) {
      Intake intake = intakes.get(topic);
      byte[] room = intake.room(message.length);
      System.arraycopy(message, 0, room, 0, message.length);
      intake.arrived(room, message.length, System.nanoTime());
    }

    @Override
    public boolean offersServices() {
      return false;
    }

    @Override
    public Service serve(String name, String type, ServiceHandler handler, Executor executor) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public List<Endpoint> publishers(String topic) {
      return List.of();
    }

    @Override
    public List<Endpoint> subscribers(String topic) {
      return List.of();
    }

    @Override
    public boolean log(LogLevel level, String line) {
      return false;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  @Test
  void aFrameAllocatesLessThanAKilobyteInBothStages() {
    Sink sink = new Sink();
    Lines lines = new Lines();
    NodeSettings settings = NodeSettings.defaults();
    FrameDrops drops = new FrameDrops();
    FrameMailbox mailbox = new FrameMailbox(1, 0, 1, drops, () -> true);
    EstimateExchange estimates = new EstimateExchange(drops);
    LoadedPipeline<MonoFrame> loaded =
        new LoadedPipeline<>(new FlatDepth(), "flat", "cpu", true, false);
    StatusPublisher status =
        new StatusPublisher(
            sink, lines.log(), "mono", () -> "flat", () -> "cpu", mailbox::framesIn, drops);
    EnumSet<Product> images = EnumSet.of(Product.DEPTH, Product.CAMERA_INFO, Product.SIGMA);
    DepthStage<MonoFrame> depth =
        new DepthStage<>(
            loaded,
            mailbox,
            () -> settings,
            new ProductPublishers(sink, (topic, standard) -> standard, images, settings),
            estimates,
            drops,
            new StageReport(status, stamp -> {}),
            new StaticFrames(sink),
            System::nanoTime);
    CloudStage clouds =
        new CloudStage(
            estimates,
            () -> settings,
            new ProductPublishers(
                sink,
                (topic, standard) -> standard,
                EnumSet.of(Product.POINTS, Product.OBSTACLES, Product.CLEARING),
                settings),
            drops,
            new StageDiagnosis(sink.node()),
            lines.log(),
            System::nanoTime);
    MonoInput input =
        new MonoInput(
            new Links(sink, lines.log(), settings.node(), (topic, qos) -> qos, drops),
            mailbox,
            "",
            depth);
    byte[] image = Robot.image(5);
    byte[] info =
        Robot.encoded(CameraInfo.class, Calibrations.rectified(Robot.header(5), Robot.CAMERA, 0));
    long allocated =
        Allocations.ofSteadyState(
            () -> {
              sink.bring("/camera_info", info);
              sink.bring("/image", image);
              try {
                depth.turn(input);
                clouds.turn();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertEquals(0, drops.total(), drops.byReason().toString());
    assertEquals(40 * 7, sink.messages, "six products and the status of each frame");
    assertTrue(sink.bytes > 40L * Robot.WIDTH * Robot.HEIGHT * 24);
    assertTrue(allocated < MOST_BYTES, allocated + " bytes a frame");
  }
}
