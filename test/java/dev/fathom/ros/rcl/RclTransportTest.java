package dev.fathom.ros.rcl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import dev.fathom.bag.QosProfile;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.Skipped;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportContract;
import dev.fathom.ros.TransportException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs where ROS 2 is sourced, with the middleware that RMW_IMPLEMENTATION names. */
class RclTransportTest extends TransportContract {
  @BeforeAll
  static void needsRos() {
    String missing = RclInstallation.missing(System.getenv()).orElse("");
    Skipped.unless(missing.isEmpty(), missing);
  }

  @Override
  protected Transport open(String node, String namespace, List<String> rosArguments) {
    return RclTransport.open(node, namespace, rosArguments);
  }

  @Override
  protected byte[] call(String service, String type, byte[] request) {
    try (RclClient client = new RclClient(service, type)) {
      return client.call(request);
    }
  }

  @Test
  void aMissingMessagePackageOrMessageIsNamed() {
    try (Transport node = open("alone", "/rcl_test", List.of())) {
      TransportException noPackage =
          assertThrows(
              TransportException.class, () -> node.advertise(topic("no_such_msgs/msg/Thing")));
      assertTrue(noPackage.getMessage().contains("package no_such_msgs"), noPackage.getMessage());
      TransportException noMessage =
          assertThrows(
              TransportException.class, () -> node.advertise(topic("sensor_msgs/msg/Picture")));
      assertTrue(
          noMessage.getMessage().contains("sensor_msgs knows no sensor_msgs/msg/Picture"),
          noMessage.getMessage());
    }
  }

  @Test
  void missingFunctionsAreNamed() {
    RclInstallation installation = RclInstallation.of(System.getenv());
    TransportException e =
        assertThrows(
            TransportException.class,
            () -> NativeSymbols.bind(RmwImplementation.class, installation.library("rcutils")));
    assertTrue(
        e.getMessage().contains("librcutils.so lacks rmw_deserialize, rmw_get_implementation_"),
        e.getMessage());
  }

  @Test
  void wrongArgumentsAreTheCallersFault() {
    assertThrows(IllegalArgumentException.class, () -> open("9lives", "/rcl_test", List.of()));
    assertThrows(IllegalArgumentException.class, () -> open("alone", "/a b", List.of()));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> open("alone", "/rcl_test", List.of("--ros-args", "-r", "a b:=c")));
    assertTrue(e.getMessage().contains("a b:=c"), e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> open("alone", "/rcl_test", List.of("--ros-args", "--no-such-option")));
  }

  @Test
  void qosSurvivesItsLayout() {
    for (QosProfile qos :
        List.of(QosProfile.sensorData(), QosProfile.reliable(7), QosProfile.transientLocal(1000))) {
      Memory memory = CString.zeroed(QosLayout.BYTES);
      QosLayout.write(qos, memory);
      assertEquals(qos, QosLayout.read(memory));
    }
  }

  @Test
  void endpointsAreLaidOutAsInOneOfTheKnownDistributions() {
    NativeSymbols.bound(RclInstallation.of(System.getenv()));
    EndpointLayout layout = EndpointLayout.measure();
    List<EndpointLayout> humbleAndLater =
        List.of(new EndpointLayout(24, 56, 144), new EndpointLayout(60, 80, 168));
    assertTrue(humbleAndLater.contains(layout), layout.toString());
  }

  @Test
  void librariesOfMessagesStayLoadedWhenNobodyRefersToThem() {
    RclInstallation installation = RclInstallation.of(System.getenv());
    WeakReference<Object> library =
        new WeakReference<>(installation.messageLibrary("std_msgs", "rosidl_typesupport_c"));
    System.gc();
    assertNotNull(library.get());
  }

  @Test
  void aHandlerMayMakeAndCloseEndpoints() throws Exception {
    try (Transport node = open("changing", "/rcl_test", List.of())) {
      Topic topic = topic("sensor_msgs/msg/Image");
      node.serve(
          "~/change",
          "rcl_interfaces/srv/ListParameters",
          (request, length, response) -> {
            node.advertise(topic).close();
            node.subscribe(topic, new CollectingIntake()).close();
            assertThrows(IllegalStateException.class, node::close);
            response.reset();
            new ListParametersAnswer("done").write(response);
          });
      byte[] answer =
          call("/rcl_test/changing/change", "rcl_interfaces/srv/ListParameters", emptyRequest());
      assertEquals("done", ListParametersAnswer.read(answer).name());
    }
  }

  @Test
  void aRequestThatCannotBeAnsweredDoesNotKeepTheNextFromIt() {
    try (Transport node = open("failing", "/rcl_test", List.of());
        RclClient client =
            new RclClient("/rcl_test/failing/list", "rcl_interfaces/srv/ListParameters")) {
      AtomicInteger asked = new AtomicInteger();
      node.serve(
          "~/list",
          "rcl_interfaces/srv/ListParameters",
          (request, length, response) -> {
            switch (asked.incrementAndGet()) {
              case 1 -> throw new MalformedDataException(4, "meant to fail");
              case 2 -> response.reset();
              default -> new ListParametersAnswer("done").write(response);
            }
          });
      client.send(emptyRequest());
      client.send(emptyRequest());
      assertEquals("done", ListParametersAnswer.read(client.call(emptyRequest())).name());
      assertEquals(3, asked.get());
    }
  }

  /** A reliable write may wait for a peer. */
  @Test
  void aWriteThatWaitsStopsNobodyWhoAsksForSubscribers() {
    try (Transport node = open("writing", "/rcl_test", List.of())) {
      RclPublisher publisher = (RclPublisher) node.advertise(topic("sensor_msgs/msg/Image"));
      node.subscribe(topic("sensor_msgs/msg/Image"), new CollectingIntake());
      Await.until("matched", () -> publisher.subscribers() == 1);
      publisher.writing().lock();
      try {
        int count =
            CompletableFuture.supplyAsync(publisher::subscribers)
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        assertEquals(1, count);
      } finally {
        publisher.writing().unlock();
      }
    }
  }

  @Test
  void aWriteThatHangsKeepsNobodyFromClosing() {
    long limit = TimeUnit.MILLISECONDS.toNanos(50);
    try (Transport watching = open("watching", "/rcl_test", List.of())) {
      RclTransport node = (RclTransport) open("hanging", "/rcl_test", List.of());
      RclPublisher publisher = (RclPublisher) node.advertise(topic("sensor_msgs/msg/Image"));
      Await.until("seen", () -> !watching.publishers(publisher.topic()).isEmpty());
      publisher.writing().lock();
      try {
        CompletableFuture.runAsync(() -> publisher.close(limit))
            .thenRun(() -> node.close(limit))
            .orTimeout(5, TimeUnit.SECONDS)
            .join();
      } finally {
        publisher.writing().unlock();
      }
      byte[] bytes = new byte[8];
      assertThrows(IllegalStateException.class, () -> publisher.publish(bytes, 0, bytes.length));
      node.close();
      Await.until("gone", () -> watching.publishers(publisher.topic()).isEmpty());
    }
  }

  private static byte[] emptyRequest() {
    return new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  }

  private static Topic topic(String type) {
    return new Topic("image", type, QosProfile.sensorData(), 1024);
  }
}
