package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.node.Doctor.Finding;
import dev.fathom.node.Doctor.Grade;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.RosArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoctorTest {
  private final InMemoryTransport.Graph graph = new InMemoryTransport.Graph();
  private final List<Finding> findings = new ArrayList<>();

  private void topics(EndpointQos qos) throws InterruptedException {
    topics(NodeKind.MONO, qos, "-r", "image:=/eye/image_raw");
  }

  private void topics(NodeKind kind, EndpointQos qos, String... remaps)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--ros-args"));
    arguments.addAll(List.of(remaps));
    try (InMemoryTransport transport =
        new InMemoryTransport(graph, RosArguments.parse(arguments).names("/", "fathom_doctor"))) {
      new Doctor(findings::add).topics(kind, transport, NodeOptions.DEFAULT, qos);
    }
    assertEquals(List.of(), new InMemoryTransport(graph, "other").subscribers("/eye/image_raw"));
  }

  private void publish(InMemoryTransport camera, String topic, String type) {
    var unused = camera.advertise(new Topic(topic, type, QosProfile.sensorData(), 1 << 20));
  }

  @Test
  void theModelThatTheNodeWouldLoadIsLookedAt() {
    Path models = Path.of("models");
    Doctor doctor = new Doctor(findings::add);
    doctor.model(NodeKind.MONO, "fathom_mono", models);
    doctor.model(NodeKind.STEREO, "", models);
    assertEquals(
        List.of(new Finding(Grade.GOOD, "model fathom_mono can serve a mono node")), findings);
    doctor.model(NodeKind.MONO, "/nope", models);
    doctor.model(NodeKind.MONO, "fathom_stereo", models);
    assertEquals(Grade.BAD, findings.get(1).grade());
    assertTrue(findings.get(1).text().contains("'/nope'"), findings.get(1).text());
    assertEquals(Grade.BAD, findings.get(2).grade());
    assertTrue(findings.get(2).text().contains("stereo disparity"), findings.get(2).text());
  }

  @Test
  void topicsThatArePublishedAreGood() throws Exception {
    try (InMemoryTransport camera = new InMemoryTransport(graph, "camera")) {
      publish(camera, "/eye/image_raw", "sensor_msgs/msg/Image");
      publish(camera, "/eye/camera_info", "sensor_msgs/msg/CameraInfo");
      topics((topic, standard) -> standard);
    }
    assertEquals(
        List.of(
            new Finding(
                Grade.GOOD, "/eye/image_raw (sensor_msgs/msg/Image) has 1 publisher(s) that match"),
            new Finding(
                Grade.GOOD,
                "/eye/camera_info (sensor_msgs/msg/CameraInfo) has 1 publisher(s) that match")),
        findings);
  }

  @Test
  void whatDoesNotMatchIsBadAndTheFixIsNamed() throws Exception {
    try (InMemoryTransport camera = new InMemoryTransport(graph, "camera")) {
      publish(camera, "/eye/image_raw", "sensor_msgs/msg/Image");
      topics((topic, standard) -> QosProfile.reliable(5));
    }
    assertEquals(2, findings.size());
    assertTrue(findings.stream().allMatch(f -> f.grade() == Grade.BAD));
    assertTrue(
        findings
            .get(0)
            .text()
            .contains("qos_overrides./eye/image_raw.subscription.reliability:=best_effort"),
        findings.get(0).text());
    assertTrue(
        findings.get(1).text().contains("nobody publishes /eye/camera_info"),
        findings.get(1).text());
  }

  @Test
  void inputsOnOneTopicAreToldByNameAndNothingElseIsAdvised() throws Exception {
    try (InMemoryTransport camera = new InMemoryTransport(graph, "camera")) {
      publish(camera, "/eye", "sensor_msgs/msg/Image");
      topics(
          NodeKind.MONO, (topic, asked) -> asked, "-r", "image:=/eye", "-r", "camera_info:=/eye");
    }
    assertEquals(
        List.of(
            new Finding(
                Grade.BAD,
                "image and camera_info share the topic /eye, but each needs one of its own: name"
                    + " them with --ros-args -r image:=/TOPIC -r camera_info:=/TOPIC")),
        findings);
  }

  @Test
  void bothSidesOfAPairOnOneTopicAreBadThoughTheirTypesMatch() throws Exception {
    try (InMemoryTransport camera = new InMemoryTransport(graph, "camera")) {
      publish(camera, "/eye/left", "sensor_msgs/msg/Image");
      publish(camera, "/eye/right", "sensor_msgs/msg/Image");
      publish(camera, "/eye/camera_info", "sensor_msgs/msg/CameraInfo");
      topics(
          NodeKind.STEREO,
          (topic, asked) -> asked,
          "-r",
          "left/image:=/eye/left",
          "-r",
          "right/image:=/eye/right");
    }
    assertEquals(
        List.of(Grade.BAD, Grade.GOOD, Grade.GOOD),
        findings.stream().map(Finding::grade).toList(),
        findings::toString);
    assertTrue(
        findings
            .get(0)
            .text()
            .startsWith("left/camera_info and right/camera_info share the topic /eye/camera_info"),
        findings.get(0).text());
  }
}
