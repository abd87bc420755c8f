package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.pipeline.sync.FrameSink;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportException;
import dev.fathom.sensor.RectifiedFrame;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A middleware that refuses one of several subscriptions keeps none of the others. */
class HalfOpenInputsTest {
  private static final List<String> TOPICS =
      List.of(
          "/image",
          "/camera_info",
          "/measured",
          "/tf",
          "/tf_static",
          "/left/image",
          "/left/camera_info",
          "/right/image",
          "/right/camera_info",
          "/depth/image_rect",
          "/depth/camera_info",
          "/depth/sigma");

  private final InMemoryTransport.Graph graph = new InMemoryTransport.Graph();
  private final Lines lines = new Lines();
  private final FrameDrops drops = new FrameDrops();

  /** Makes an input. */
  private interface Maker {
    AutoCloseable make(Links links, FrameMailbox mailbox);
  }

  /** A transport whose subscription number {@code refused} fails. */
  private static Transport refusing(Transport transport, int refused) {
    AtomicInteger count = new AtomicInteger();
    return (Transport)
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(),
            new Class<?>[] {Transport.class},
            (self, method, arguments) -> {
              if (method.getName().equals("subscribe") && count.getAndIncrement() == refused) {
                throw new TransportException("refused for the test");
              }
              try {
                return method.invoke(transport, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void nothingStaysOpen(int subscriptions, Maker maker) throws Exception {
    try (InMemoryTransport transport = new InMemoryTransport(graph, "fathom")) {
      for (int refused = 0; refused < subscriptions; refused++) {
        Links links = links(refusing(transport, refused));
        assertThrows(TransportException.class, () -> maker.make(links, mailbox()).close());
        assertEquals(List.of(), open(transport), "after refusal " + refused);
      }
      AutoCloseable input = maker.make(links(refusing(transport, subscriptions)), mailbox());
      assertEquals(subscriptions, open(transport).size());
      input.close();
      assertEquals(List.of(), open(transport));
    }
  }

  private Links links(Transport transport) {
    return new Links(
        transport, lines.log(), NodeOptions.DEFAULT, (topic, standard) -> standard, drops);
  }

  private FrameMailbox mailbox() {
    return new FrameMailbox(CloudInput.SLOTS, 0, 4, drops, () -> true);
  }

  private static List<String> open(Transport transport) {
    return TOPICS.stream().filter(topic -> !transport.subscribers(topic).isEmpty()).toList();
  }

  private static <F> FrameSink<F> sink() {
    return new FrameSink<>() {
      @Override
      public void begin() {}

      @Override
      public void frame(F frame, String topic, long stampNanos) {}

      @Override
      public void drop(DropReason reason, String explanation) {}

      @Override
      public void damaged(String explanation) {}

      @Override
      public void announce(RectifiedFrame frame, long stampNanos) {}
    };
  }

  @Test
  void ofOneCamera() throws Exception {
    nothingStaysOpen(5, (links, mailbox) -> new MonoInput(links, mailbox, "/measured", sink()));
  }

  @Test
  void ofAPair() throws Exception {
    nothingStaysOpen(6, (links, mailbox) -> new StereoInput(links, mailbox, sink()));
  }

  @Test
  void ofTheClouds() throws Exception {
    nothingStaysOpen(5, (links, mailbox) -> new CloudInput(links, mailbox, stamp -> {}));
  }
}
