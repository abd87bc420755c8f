package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.ChangeStateRequest;
import dev.fathom.codec.msg.ChangeStateResponse;
import dev.fathom.codec.msg.Clock;
import dev.fathom.codec.msg.DiagnosticArray;
import dev.fathom.codec.msg.GetParametersRequest;
import dev.fathom.codec.msg.GetParametersResponse;
import dev.fathom.codec.msg.LifecycleTransition;
import dev.fathom.codec.msg.Log;
import dev.fathom.codec.msg.Parameter;
import dev.fathom.codec.msg.ParameterType;
import dev.fathom.codec.msg.ParameterValue;
import dev.fathom.codec.msg.SetParametersRequest;
import dev.fathom.codec.msg.SetParametersResponse;
import dev.fathom.codec.msg.SetParametersResult;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.MessageCollector;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.lifecycle.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SavedModel;

/** A node with all that surrounds it, over a transport in memory. */
@Timeout(60)
class LiveNodeTest {
  @TempDir Path temp;
  private final InMemoryTransport.Graph graph = new InMemoryTransport.Graph();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LiveNode open(NodeKind kind, String... rosArguments) throws Exception {
    return LiveNode.open(
        kind,
        RosArguments.parse(List.of(rosArguments)),
        Path.of("models"),
        lines::add,
        (transport, name, arguments, notices) ->
            new InMemoryTransport(graph, arguments.names("/", name)));
  }

  private static ParameterValue value(Object value) {
    boolean real = value instanceof Double;
    return new ParameterValue(
        real ? ParameterType.PARAMETER_DOUBLE : ParameterType.PARAMETER_STRING,
        false,
        0,
        real ? (Double) value : 0,
        real ? "" : (String) value,
        Bytes.EMPTY,
        new boolean[0],
        new long[0],
        new double[0],
        List.of());
  }

  private SetParametersResult set(String node, String name, Object value) {
    SetParametersRequest request =
        new SetParametersRequest(List.of(new Parameter(name, value(value))));
    return InMemoryTransport.call(
            graph, node + "/set_parameters", request, SetParametersResponse.class)
        .results()
        .get(0);
  }

  private boolean change(String node, String step) {
    return InMemoryTransport.call(
            graph,
            node + "/change_state",
            new ChangeStateRequest(new LifecycleTransition(0, step)),
            ChangeStateResponse.class)
        .success();
  }

  private long said(String... parts) {
    return lines.stream().filter(l -> List.of(parts).stream().allMatch(l::contains)).count();
  }

  @Test
  void whatTheTransportTellsReachesRosoutOnceASecond() throws Exception {
    AtomicReference<Consumer<String>> told = new AtomicReference<>();
    try (InMemoryTransport tool = new InMemoryTransport(graph, "tool");
        LiveNode node =
            LiveNode.open(
                NodeKind.CLOUD,
                RosArguments.none(),
                Path.of("models"),
                lines::add,
                (transport, name, arguments, notices) -> {
                  told.set(notices);
                  notices.accept("too early for /rosout");
                  return new InMemoryTransport(graph, arguments.names("/", name));
                })) {
      MessageCollector<Log> rosout =
          MessageCollector.on(tool, "/rosout", Log.class, QosProfile.transientLocal(100));
      told.get().accept("dds: a message was refused");
      told.get().accept("dds: a message was refused");
      tool.drain();
      List<Log> heard = rosout.messages();
      assertEquals(List.of("dds: a message was refused"), heard.stream().map(Log::msg).toList());
      assertEquals(Log.WARN, heard.get(0).level());
      assertEquals(1, said("[WARN]", "too early for /rosout"));
      assertEquals(1, said("[WARN]", "dds: a message was refused"));
      assertEquals(State.UNCONFIGURED, node.state());
    }
  }

  @Test
  void withoutServicesANodeCannotWaitForALifeCycleManager() {
    InMemoryTransport.Graph plain = InMemoryTransport.Graph.withoutServices();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    LiveNode.open(
                        NodeKind.CLOUD,
                        RosArguments.parse(List.of("--ros-args", "-p", "autostart:=false")),
                        Path.of("models"),
                        lines::add,
                        (transport, name, arguments, notices) ->
                            new InMemoryTransport(plain, arguments.names("/", name))))
            .getMessage();
    assertTrue(message.startsWith("autostart:=false waits for a life cycle service"), message);
    assertTrue(message.contains("transport:=rcl"), message);
  }

  @Test
  void parametersOfTheStartAndOfTheGraphAreTakenUp() throws Exception {
    try (LiveNode node =
        open(NodeKind.CLOUD, "--ros-args", "-p", "obstacles.max_points:=77", "-p", "max_rate:=5")) {
      assertTrue(node.start());
      assertEquals(77, node.settings().pipeline().obstacles().maxPoints());
      assertEquals(5, node.settings().node().maxRate());
      assertTrue(set("/fathom_cloud", "clearing.margin", 1.5).successful());
      assertEquals(1.5, node.settings().pipeline().clearing().margin());
      SetParametersResult refused = set("/fathom_cloud", "stages", "depth");
      assertFalse(refused.successful());
      assertTrue(refused.reason().contains("read-only"), refused.reason());
      SetParametersResult outside = set("/fathom_cloud", "max_rate", -3.0);
      assertTrue(outside.reason().contains("max_rate"), outside.reason());
    }
  }

  @Test
  void aModelThatIsNotThereIsRefusedAndTheOldOneStays() throws Exception {
    try (LiveNode node = open(NodeKind.MONO)) {
      SetParametersResult refused = set("/fathom", "model", "fathom_mon");
      assertFalse(refused.successful());
      assertTrue(refused.reason().contains("fathom_mono"), refused.reason());
      assertEquals("fathom_mono", node.settings().pipeline().model());
    }
  }

  /** A copy of a model whose graph has other bytes. */
  private Path spoilt(UnaryOperator<byte[]> bytes) throws IOException {
    Path model = temp.resolve("spoilt");
    Files.createDirectories(model.resolve("assets.extra"));
    String card = "assets.extra/model_card.textproto";
    Path good = Path.of("models", "fathom_mono");
    Files.copy(good.resolve(card), model.resolve(card));
    Files.write(
        model.resolve("saved_model.pb"),
        bytes.apply(Files.readAllBytes(good.resolve("saved_model.pb"))));
    return model;
  }

  private String modelOf(LiveNode node) {
    GetParametersResponse answer =
        InMemoryTransport.call(
            graph,
            "/fathom/get_parameters",
            new GetParametersRequest(List.of("model")),
            GetParametersResponse.class);
    assertEquals(node.settings().pipeline().model(), answer.values().get(0).stringValue());
    return answer.values().get(0).stringValue();
  }

  @Test
  void aDamagedModelIsRefusedAtOnce() throws Exception {
    Path model = spoilt(bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    try (LiveNode node = open(NodeKind.MONO)) {
      SetParametersResult refused = set("/fathom", "model", model.toString());
      assertFalse(refused.successful());
      assertTrue(refused.reason().contains("is not a SavedModel"), refused.reason());
      assertEquals("fathom_mono", modelOf(node));
    }
  }

  @Test
  void aModelThatTurnsOutNotToLoadLeavesTheOldOneInTheParameter() throws Exception {
    Path model = spoilt(LiveNodeTest::withAnInputFromNowhere);
    try (LiveNode node = open(NodeKind.MONO)) {
      assertTrue(node.start());
      assertTrue(set("/fathom", "model", model.toString()).successful());
      Await.until("told", () -> said("[ERROR]", "does not load", "the old one goes on") == 1);
      Await.until("taken back", () -> node.settings().pipeline().model().equals("fathom_mono"));
      assertEquals("fathom_mono", modelOf(node));
      assertEquals(0, said("serves from the next frame on"), "the old one is not loaded anew");
    }
  }

  private static byte[] withAnInputFromNowhere(byte[] savedModel) {
    try {
      SavedModel.Builder model = SavedModel.parseFrom(savedModel).toBuilder();
      GraphDef.Builder graph = model.getMetaGraphsBuilder(0).getGraphDefBuilder();
      graph.getNodeBuilderList().stream()
          .filter(node -> node.getInputCount() > 0)
          .findFirst()
          .orElseThrow()
          .setInput(0, "nowhere");
      return model.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aModelThatAStereoNodeDoesNotUseIsAWarningAtTheStart() throws Exception {
    try (LiveNode node = open(NodeKind.STEREO, "--ros-args", "-p", "model:=nope")) {
      assertEquals(State.UNCONFIGURED, node.state());
      assertEquals(1, said("[WARN]", "model is 'nope'", "stereo.model"));
    }
  }

  @Test
  void aModelForAnotherTaskIsRefused() throws Exception {
    try (LiveNode node = open(NodeKind.MONO)) {
      SetParametersResult refused = set("/fathom", "model", "fathom_stereo");
      assertFalse(refused.successful());
      assertTrue(
          refused
              .reason()
              .endsWith(
                  "is for stereo disparity, but a mono node needs one for mono depth or depth"
                      + " completion"),
          refused.reason());
    }
  }

  @Test
  void aLifeCycleManagerBringsItUpAndDown() throws Exception {
    try (LiveNode node = open(NodeKind.CLOUD, "--ros-args", "-p", "autostart:=false")) {
      assertTrue(node.start());
      assertEquals(State.UNCONFIGURED, node.state());
      assertFalse(change("/fathom_cloud", "activate"), "not from here");
      assertTrue(change("/fathom_cloud", "configure"));
      assertTrue(change("/fathom_cloud", "activate"));
      assertEquals(State.ACTIVE, node.state());
      assertTrue(change("/fathom_cloud", "deactivate"));
      assertTrue(change("/fathom_cloud", "cleanup"));
      assertEquals(State.UNCONFIGURED, node.state());
      assertTrue(change("/fathom_cloud", "configure"));
      assertTrue(change("/fathom_cloud", "shutdown"));
      assertEquals(State.FINALIZED, node.state());
    }
    assertEquals(Map.of(), InMemoryTransport.services(graph), "it left the graph");
  }

  @Test
  void configuringThatFailsIsToldAndCanBeTriedAgain() throws Exception {
    try (LiveNode node = open(NodeKind.MONO, "--ros-args", "-p", "model:=no_such_model")) {
      assertFalse(node.start());
      assertEquals(1, said("[ERROR]", "no_such_model", "fathom_mono"));
      assertEquals(State.UNCONFIGURED, node.state());
    }
  }

  @Test
  void qualityOfServiceIsOverriddenByParameters() throws Exception {
    try (LiveNode node =
        open(
            NodeKind.CLOUD,
            "--ros-args",
            "-p",
            "qos_overrides./depth/image_rect.subscription.reliability:=reliable",
            "-p",
            "qos_overrides./fathom_cloud/points.publisher.depth:=7",
            "-p",
            "qos_overrides./image/compressed.subscription.reliability:=reliable")) {
      assertTrue(node.start());
      try (InMemoryTransport other = new InMemoryTransport(graph, "other")) {
        assertEquals(
            QosProfile.Reliability.RELIABLE,
            other.subscribers("/depth/image_rect").get(0).qos().reliability());
        assertEquals(
            QosProfile.Reliability.BEST_EFFORT,
            other.subscribers("/depth/camera_info").get(0).qos().reliability());
        assertEquals(7, other.publishers("/fathom_cloud/points").get(0).qos().depth());
      }
      assertEquals(1, said("qos_overrides./image/compressed", "no endpoint"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qos_overrides./image.subscription.reliability:=relaible",
        "qos_overrides./imge.subscription.reliability:=reliable"
      })
  void aMisspeltOverrideIsTheCallersFaultBeforeAnythingIsLoaded(String override) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> open(NodeKind.MONO, "--ros-args", "-p", override))
            .getMessage();
    assertTrue(message.contains(override.substring(0, override.indexOf(':'))), message);
    assertEquals(Map.of(), InMemoryTransport.services(graph));
  }

  @Test
  void simulatedTimeStampsTheDiagnostics() throws Exception {
    try (InMemoryTransport other = new InMemoryTransport(graph, "other");
        LiveNode node = open(NodeKind.CLOUD, "--ros-args", "-p", "use_sim_time:=true")) {
      CollectingIntake diagnostics = new CollectingIntake();
      var unused =
          other.subscribe(
              new Topic(
                  "/diagnostics",
                  MessageCodec.of(DiagnosticArray.class).rosType(),
                  QosProfile.reliable(10),
                  Topic.SMALL),
              diagnostics);
      Publisher clock =
          other.advertise(
              new Topic(
                  "/clock",
                  MessageCodec.of(Clock.class).rosType(),
                  QosProfile.reliable(1),
                  Topic.SMALL));
      CdrBuffer message = new CdrBuffer();
      MessageCodec.of(Clock.class).encode(new Clock(Time.ofNanos(42_000_000_000L)), message);
      clock.publish(message.array(), 0, message.length());
      assertTrue(node.start());
      Await.until(
          "a diagnosis at simulated time",
          () -> {
            try {
              return MessageCodec.of(DiagnosticArray.class)
                      .decode(diagnostics.next())
                      .header()
                      .stamp()
                      .sec()
                  == 42;
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  @Test
  void parametersThatDoNotExistEndTheStart() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> open(NodeKind.MONO, "--ros-args", "-p", "image_transprt:=raw"));
    assertTrue(e.getMessage().contains("image_transport"), e.getMessage());
  }

  @Test
  void rcljavaSaysWhatItNeeds() {
    TransportException e =
        assertThrows(
            TransportException.class,
            () ->
                TransportChooser.open(
                    "rcljava", "fathom", RosArguments.none(), Map.of(), lines::add));
    assertTrue(e.getMessage().contains("workspace"), e.getMessage());
  }
}
