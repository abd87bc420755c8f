package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.msg.Image;
import dev.fathom.pipeline.Product;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Transport;
import dev.fathom.ros.arguments.RosArguments;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps of the life cycle while a thread of the node is at something else. */
@Timeout(60)
class NodeShutdownTest {
  private static final String EYE = "/eye/image_raw";

  /** Passes everything on; a subscription's close first goes through {@code gate}. */
  private static Transport gated(Transport transport, Consumer<String> gate) {
    return proxy(
        Transport.class,
        transport,
        (name, result, arguments) -> {
          if (!name.equals("subscribe")) {
            return result;
          }
          Subscription subscription = (Subscription) result;
          return new Subscription() {
            @Override
            public String topic() {
              return subscription.topic();
            }

            @Override
            public int publishers() {
              return subscription.publishers();
            }

            @Override
            public void close() {
              gate.accept(subscription.topic());
              subscription.close();
            }
          };
        });
  }

  /** What becomes of a call's result. */
  private interface After {
    Object result(String method, Object result, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.result(method.getName(), method.invoke(target, arguments), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Test
  void aStepOnTheReceiveThreadDoesNotWaitForWhatWaitsForThatThread() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch receiveThreadIsFree = new CountDownLatch(1);
    try (Robot robot = new Robot();
        InMemoryTransport own =
            new InMemoryTransport(
                robot.graph,
                RosArguments.parse(List.of("--ros-args", "-r", "image:=" + EYE))
                    .names("/", "other"))) {
      Transport transport =
          gated(
              own,
              topic -> {
                if (topic.endsWith("/compressed")) {
                  closing.countDown();
                  var unused = Await.latch(receiveThreadIsFree);
                }
              });
      FathomNode node =
          FathomNode.of(
              robot.kind(), robot.context(transport, robot.lines.log()), NodeSettings.defaults());
      node.configure();
      node.activate();
      Await.until(
          "the other way is tried",
          () -> robot.camera.subscribers(EYE + "/compressed").size() == 1);
      Publisher images = robot.advertise(EYE, Image.class, QosProfile.sensorData());
      assertTrue(closing.await(20, TimeUnit.SECONDS), "the health check closes its probe");
      CompletableFuture<Void> step =
          CompletableFuture.runAsync(
              () -> {
                node.deactivate();
                node.cleanup();
                receiveThreadIsFree.countDown();
              });
      step.get(20, TimeUnit.SECONDS);
      Await.until(
          "nothing stays subscribed",
          () ->
              robot.camera.subscribers(EYE).isEmpty()
                  && robot.camera.subscribers(EYE + "/compressed").isEmpty());
      images.close();
    }
  }

  @Test
  void aHungEstimateIsGivenUpAndItsNetworkClosedWhenItEnds() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      robot.flat.stepwise(true);
      robot.send(1);
      robot.awaitBegun(1);
      String told = assertThrows(IllegalStateException.class, robot.node::deactivate).getMessage();
      assertTrue(told.contains("fathom-depth is still at its last frame"), told);
      robot.node.cleanup();
      assertFalse(robot.flat.isClosed(), "the network is still at work");
      assertEquals(List.of(), robot.camera.subscribers("/image"));
      assertEquals(List.of(), robot.camera.publishers("/fathom/depth/image_rect"));
      robot.flat.stepwise(false);
      Await.until("closed at its end", robot.flat::isClosed);
      assertEquals(0, depth.waiting());
    }
  }

  @Test
  void whatIsSetWhileTheModelLoadsIsTakenUp() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch loaded = new CountDownLatch(1);
    try (Robot robot = new Robot()) {
      DepthKind<dev.fathom.sensor.MonoFrame> kind = robot.kind();
      DepthKind<dev.fathom.sensor.MonoFrame> slow =
          new DepthKind<>(
              "mono",
              1,
              options -> {
                loading.countDown();
                var unused = Await.latch(loaded);
                return kind.loader().load(options);
              },
              kind.input());
      try (FathomNode node =
          FathomNode.of(
              slow,
              robot.context(new InMemoryTransport(robot.graph, "slow"), robot.lines.log()),
              NodeSettings.defaults())) {
        CompletableFuture<Void> configuring = CompletableFuture.runAsync(node::configure);
        assertTrue(loading.await(20, TimeUnit.SECONDS));
        node.change(Robot.settings("model", "better"));
        loaded.countDown();
        configuring.get(20, TimeUnit.SECONDS);
        Await.until("loaded", () -> robot.lines.with("model better is loaded") == 1);
      }
    }
  }
}
