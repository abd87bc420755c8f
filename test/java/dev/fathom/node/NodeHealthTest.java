package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.cloud.ObstacleOptions;
import dev.fathom.codec.msg.DiagnosticArray;
import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.codec.msg.Image;
import dev.fathom.pipeline.DepthEstimate;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.ReceivedEstimate;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node says of itself and of its topics, in /diagnostics and in the log. */
@Timeout(60)
class NodeHealthTest {
  @Test
  void aCameraThatStopsIsAnErrorUntilItComesBack() throws Exception {
    try (Robot robot = new Robot(Robot.settings("camera_timeout", 0.3)).started()) {
      CollectingIntake depth = robot.listen(Product.DEPTH);
      CollectingIntake diagnostics = robot.listenToDiagnostics();
      robot.send(1);
      depth.next();
      nextSilence(diagnostics);
      AtomicLong stamp = new AtomicLong(10);
      Await.until(
          "well again",
          () -> {
            robot.send(stamp.incrementAndGet());
            return robot.lines.with("images come again on /image") == 1;
          });
      assertTrue(robot.lines.with("[ERROR]", "no image for") >= 1);
    }
  }

  /** Reads on to the diagnosis that the camera stopped. */
  private static void nextSilence(CollectingIntake diagnostics) throws Exception {
    while (true) {
      DiagnosticArray array = Robot.decoded(DiagnosticArray.class, diagnostics.next());
      for (DiagnosticStatus status : array.status()) {
        if (status.name().equals("fathom: topics")
            && status.level() == DiagnosticStatus.ERROR
            && status
                .message()
                .matches(".*no image for [0-9.]+ s on /image, though it has 1 publisher.*")) {
          return;
        }
      }
    }
  }

  @Test
  void aCameraThatIsConnectedButNeverSendsIsToldOnceInTheLog() throws Exception {
    try (Robot robot = new Robot(Robot.settings("camera_timeout", 0.1)).started()) {
      CollectingIntake diagnostics = robot.listenToDiagnostics();
      String problem = "no image yet on /image, though it has 1 publisher(s)";
      for (int look = 0; look < 2; ) {
        DiagnosticArray array = Robot.decoded(DiagnosticArray.class, diagnostics.next());
        look += messageOf(array, "fathom: topics").contains(problem) ? 1 : 0;
      }
      assertEquals(1, robot.lines.with("[ERROR]", problem), robot.lines.all()::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DEPTH", "POINTS"})
  void aSubscriberThatHoldsUpPublishingIsAnError(Product product) throws Exception {
    CountDownLatch goesOn = new CountDownLatch(1);
    try (Robot robot = new Robot().started()) {
      String topic = "/fathom/" + product.topic();
      robot.graph.stall(topic, goesOn);
      CollectingIntake diagnostics = robot.listenToDiagnostics();
      CollectingIntake products = robot.listen(product);
      robot.send(1);
      String stage = product.isCloud() ? "fathom: clouds" : "fathom: depth";
      DiagnosticArray array;
      do {
        array = Robot.decoded(DiagnosticArray.class, diagnostics.next());
      } while (!messageOf(array, stage).startsWith("publishing of " + topic + " takes"));
      assertTrue(array.status().stream().anyMatch(s -> s.level() == DiagnosticStatus.ERROR));
      goesOn.countDown();
      products.next();
      nextWith(diagnostics, stage, "OK");
    } finally {
      goesOn.countDown();
    }
  }

  @Test
  void aStatusThatNobodyTakesDoesNotHoldUpTheClouds() throws Exception {
    CountDownLatch goesOn = new CountDownLatch(1);
    try (Robot robot = new Robot().started()) {
      robot.graph.stall("/fathom/status", goesOn);
      CollectingIntake status = robot.listenToStatus();
      CollectingIntake points = robot.listen(Product.POINTS);
      robot.send(1);
      points.next();
      goesOn.countDown();
      status.next();
    } finally {
      goesOn.countDown();
    }
  }

  @Test
  void diagnosticsTellRatesLatenciesAndDrops() throws Exception {
    try (Robot robot = new Robot().started()) {
      CollectingIntake diagnostics = robot.listenToDiagnostics();
      CollectingIntake points = robot.listen(Product.POINTS);
      robot.rosNanos = 1_020_000_000L;
      robot.send(1_000_000_000L);
      points.next();
      Map<String, String> depth = Map.of();
      Map<String, String> clouds = Map.of();
      while (!depth.containsKey("stamp_to_depth_p50_ms")
          || !clouds.containsKey("stamp_to_cloud_p99_ms")
          || !depth.containsKey("images_per_second")) {
        DiagnosticArray array = Robot.decoded(DiagnosticArray.class, diagnostics.next());
        depth = values(array, "fathom: depth");
        clouds = values(array, "fathom: clouds");
      }
      assertEquals(20, Double.parseDouble(depth.get("stamp_to_depth_p50_ms")));
      assertEquals(20, Double.parseDouble(clouds.get("stamp_to_cloud_p99_ms")));
      assertEquals(20, Double.parseDouble(depth.get("image_age_ms")));
      assertEquals("cpu", depth.get("device"));
      assertEquals("fathom_mono", depth.get("model"));
      assertEquals("1", depth.get("depths"));
      assertEquals(1, Double.parseDouble(depth.get("valid_share")));
      assertTrue(depth.containsKey("estimate_p99_ms"), depth.toString());
    }
  }

  private static Map<String, String> values(DiagnosticArray array, String name) {
    Map<String, String> values = new HashMap<>();
    array.status().stream()
        .filter(s -> s.name().equals(name))
        .forEach(s -> s.values().forEach(v -> values.put(v.key(), v.value())));
    return values;
  }

  @Test
  void nobodyPublishingIsToldWithTheFix() throws Exception {
    // The first look after discovery tells it: within five seconds.
    assertTrue(Health.DISCOVERY_NANOS + Health.PERIOD_NANOS <= TimeUnit.SECONDS.toNanos(5));
    try (Robot robot = new Robot("--ros-args", "-r", "image:=/eye/picture").started()) {
      Await.until(
          "told",
          () ->
              robot.lines.with("nobody publishes /eye/picture", "-r image:=/TOPIC") == 1
                  && robot.lines.with("nobody publishes /eye/camera_info") == 1);
      robot.advertise("/eye/picture", Image.class, QosProfile.sensorData());
      Await.until("told", () -> robot.lines.with("/eye/picture is connected now") == 1);
    }
  }

  @Test
  void qualityOfServiceThatDoesNotMatchIsToldWithTheFix() throws Exception {
    NodeSettings settings = NodeSettings.defaults();
    try (Robot robot = new Robot(settings, (topic, standard) -> QosProfile.reliable(5))) {
      robot.started();
      Await.until(
          "told",
          () ->
              robot.lines.with(
                      "/image is published by /camera",
                      "reliability is best_effort there, reliable here",
                      "qos_overrides./image.subscription.reliability:=best_effort")
                  == 1);
      assertEquals(0, robot.flat.begun());
    }
  }

  @Test
  void aPublisherThatWasKilledIsNoMismatchThoughTheGraphStillListsIt() throws Exception {
    try (Robot robot = new Robot().started()) {
      robot.camera.kill();
      Await.until("told", () -> robot.lines.with("nobody publishes /image") == 1);
      assertEquals(1, robot.listener.publishers("/image").size());
      assertEquals(0, robot.lines.with("does not match"), robot.lines.all()::toString);
    }
  }

  @Test
  void aSubscriberThatWantsOldMessagesIsToldByItsName() throws Exception {
    try (Robot robot = new Robot().started()) {
      robot.listen("/fathom/points", Product.POINTS.type(), QosProfile.transientLocal(1));
      Await.until(
          "told", () -> robot.lines.with("/listener", "/fathom/points", "transient_local") == 1);
    }
  }

  @Test
  void aSubscriberThatIsMoreReliableThanAnOverriddenPublisherIsToldByItsName() throws Exception {
    EndpointQos qos =
        new EndpointQos() {
          @Override
          public QosProfile of(String topic, QosProfile standard) {
            return standard;
          }

          @Override
          public QosProfile ofPublisher(String topic, QosProfile standard) {
            return QosProfile.sensorData();
          }
        };
    try (Robot robot = new Robot(NodeSettings.defaults(), qos).started()) {
      var unused = robot.listen(Product.POINTS);
      Await.until(
          "told",
          () ->
              robot.lines.with(
                      "/listener subscribes to /fathom/points as reliable, but it is best_effort",
                      "qos_overrides./fathom/points.publisher.reliability to reliable")
                  == 1);
    }
  }

  @Test
  void obstacleCloudsThatStayEmptyAreAWarningThatNamesTheParameter() throws Exception {
    // The sigma of the flat depth is a hundredth of it.
    NodeSettings settings = Robot.settings("obstacles.max_relative_sigma", 0.005);
    try (Robot robot = new Robot(settings).started()) {
      CollectingIntake diagnostics = robot.listenToDiagnostics();
      CollectingIntake obstacles = robot.listen(Product.OBSTACLES);
      for (int i = 1; i <= EmptyObstacles.MANY; i++) {
        robot.send(i);
        obstacles.next();
      }
      String problem =
          "obstacle clouds are empty: sigma is 1 % of the depth (median), but"
              + " obstacles.max_relative_sigma is 0.005";
      nextWith(diagnostics, "fathom: clouds", problem);
      nextWith(diagnostics, "fathom: clouds", problem);
      assertEquals(1, robot.lines.with("[WARN]", problem));
      robot.node.change(NodeSettings.defaults());
      robot.send(100);
      obstacles.next();
      nextWith(diagnostics, "fathom: clouds", "OK");
    }
  }

  /** Reads on to a diagnosis that says this. */
  private static void nextWith(CollectingIntake diagnostics, String name, String message)
      throws Exception {
    DiagnosticArray array;
    do {
      array = Robot.decoded(DiagnosticArray.class, diagnostics.next());
    } while (!messageOf(array, name).equals(message));
  }

  @Test
  void openSpaceIsNoTroubleOfTheObstacles() {
    EmptyObstacles empty = new EmptyObstacles();
    DepthEstimate estimate = new DepthEstimate();
    try (ReceivedEstimate received = new ReceivedEstimate()) {
      received.describe(1, "camera", Robot.CAMERA, estimate);
    }
    Arrays.fill(estimate.depth().reshape(Robot.WIDTH, Robot.HEIGHT).data(), 50);
    Arrays.fill(estimate.sigma().reshape(Robot.WIDTH, Robot.HEIGHT).data(), 1);
    for (int i = 1; i < EmptyObstacles.MANY; i++) {
      empty.cloud(0, estimate, ObstacleOptions.DEFAULT);
      assertTrue(empty.reason().isEmpty());
    }
    empty.cloud(0, estimate, ObstacleOptions.DEFAULT);
    assertFalse(empty.reason().orElseThrow().isTrouble());
    assertTrue(
        empty.reason().orElseThrow().text().contains("obstacles.max_range (0.2 to 20.0 m)"),
        empty.reason().orElseThrow()::text);
    empty.cloud(1, estimate, ObstacleOptions.DEFAULT);
    assertTrue(empty.reason().isEmpty());
  }

  @Test
  void twoInputsOnOneTopicAreToldOnceAndNothingElseOfThatTopic() throws Exception {
    try (Robot robot =
        new Robot("--ros-args", "-r", "image:=/eye", "-r", "camera_info:=/eye").started()) {
      CollectingIntake diagnostics = robot.listenToDiagnostics();
      DiagnosticArray array;
      do {
        array = Robot.decoded(DiagnosticArray.class, diagnostics.next());
      } while (!messageOf(array, "fathom: topics").contains("no image yet on /eye"));
      // Each message is another look at the topics; discovery is given three seconds.
      for (int look = 0; look < 4; look++) {
        array = Robot.decoded(DiagnosticArray.class, diagnostics.next());
      }
      String problem = "image and camera_info share the topic /eye, but each needs one of its own";
      assertTrue(messageOf(array, "fathom: topics").contains(problem));
      assertEquals(
          1, robot.lines.with("[WARN]", problem, "-r image:=/TOPIC -r camera_info:=/TOPIC"));
      assertEquals(1, robot.lines.with("/eye"), robot.lines.all()::toString);
    }
  }

  private static String messageOf(DiagnosticArray array, String name) {
    return array.status().stream()
        .filter(status -> status.name().equals(name))
        .map(DiagnosticStatus::message)
        .collect(Collectors.joining());
  }
}
