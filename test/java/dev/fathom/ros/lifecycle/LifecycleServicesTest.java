package dev.fathom.ros.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.ChangeStateRequest;
import dev.fathom.codec.msg.ChangeStateResponse;
import dev.fathom.codec.msg.GetAvailableStatesRequest;
import dev.fathom.codec.msg.GetAvailableStatesResponse;
import dev.fathom.codec.msg.GetAvailableTransitionsRequest;
import dev.fathom.codec.msg.GetAvailableTransitionsResponse;
import dev.fathom.codec.msg.GetStateRequest;
import dev.fathom.codec.msg.GetStateResponse;
import dev.fathom.codec.msg.LifecycleState;
import dev.fathom.codec.msg.LifecycleTransition;
import dev.fathom.codec.msg.TransitionDescription;
import dev.fathom.codec.msg.TransitionEvent;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.InMemoryTransport.Graph;
import dev.fathom.ros.MessageCollector;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleServicesTest {
  private final Graph graph = new Graph();
  private final InMemoryTransport transport = new InMemoryTransport(graph, "fathom");
  private final InMemoryTransport observer = new InMemoryTransport(graph, "observer");
  private final MessageCollector<TransitionEvent> events =
      MessageCollector.on(
          observer, "/fathom/transition_event", TransitionEvent.class, QosProfile.reliable(10));
  private final Lifecycle lifecycle = new Lifecycle(new LifecycleCallbacks() {}, error -> {});
  private final LifecycleServices services = new LifecycleServices(transport, lifecycle, () -> 77L);

  @AfterEach
  void close() {
    transport.close();
    observer.close();
  }

  private <A extends Record, B extends Record> B call(String name, A request, Class<B> response) {
    return InMemoryTransport.call(graph, "/fathom/" + name, request, response);
  }

  private boolean change(int id, String label) {
    ChangeStateRequest request = new ChangeStateRequest(new LifecycleTransition(id, label));
    return call("change_state", request, ChangeStateResponse.class).success();
  }

  private LifecycleState state() {
    return call("get_state", new GetStateRequest(), GetStateResponse.class).currentState();
  }

  @Test
  void theServicesHaveTheNamesAndTypesOfRos() {
    String type = "lifecycle_msgs/srv/";
    assertEquals(
        Map.of(
            "/fathom/change_state", type + "ChangeState",
            "/fathom/get_state", type + "GetState",
            "/fathom/get_available_states", type + "GetAvailableStates",
            "/fathom/get_available_transitions", type + "GetAvailableTransitions",
            "/fathom/get_transition_graph", type + "GetAvailableTransitions"),
        InMemoryTransport.services(graph));
    services.close();
    assertEquals(Map.of(), InMemoryTransport.services(graph));
  }

  @Test
  void stepsAreMadeByIdOrByLabelWhichWins() {
    assertEquals(new LifecycleState(1, "unconfigured"), state());
    assertTrue(change(LifecycleTransition.TRANSITION_CONFIGURE, ""));
    assertEquals(new LifecycleState(2, "inactive"), state());
    assertTrue(change(0, "activate"));
    assertEquals(new LifecycleState(3, "active"), state());
    assertFalse(change(LifecycleTransition.TRANSITION_DEACTIVATE, "cleanup"));
    assertFalse(change(99, ""));
    assertTrue(change(0, "shutdown"));
    assertEquals(new LifecycleState(4, "finalized"), state());
  }

  @Test
  void everyTransitionIsPublishedWithItsStates() {
    change(0, "configure");
    observer.drain();
    assertEquals(
        List.of(
            new TransitionEvent(
                77,
                new LifecycleTransition(1, "configure"),
                new LifecycleState(1, "unconfigured"),
                new LifecycleState(10, "configuring")),
            new TransitionEvent(
                77,
                new LifecycleTransition(10, "transition_success"),
                new LifecycleState(10, "configuring"),
                new LifecycleState(2, "inactive"))),
        events.messages());
  }

  @Test
  void statesAndTransitionsAreListed() {
    assertEquals(
        11,
        call(
                "get_available_states",
                new GetAvailableStatesRequest(),
                GetAvailableStatesResponse.class)
            .availableStates()
            .size());
    List<TransitionDescription> available =
        call(
                "get_available_transitions",
                new GetAvailableTransitionsRequest(),
                GetAvailableTransitionsResponse.class)
            .availableTransitions();
    assertEquals(
        List.of(new LifecycleTransition(1, "configure"), new LifecycleTransition(5, "shutdown")),
        available.stream().map(TransitionDescription::transition).toList());
    assertEquals(
        25,
        call(
                "get_transition_graph",
                new GetAvailableTransitionsRequest(),
                GetAvailableTransitionsResponse.class)
            .availableTransitions()
            .size());
  }

  /** A node of its own, whose steps the test decides. */
  private LifecycleServices serve(InMemoryTransport of, LifecycleCallbacks steps) {
    return new LifecycleServices(of, new Lifecycle(steps, error -> {}), () -> 0L);
  }

  private CompletableFuture<Boolean> askFor(String node, String step) {
    CdrBuffer request = new CdrBuffer();
    MessageCodec.of(ChangeStateRequest.class)
        .encode(new ChangeStateRequest(new LifecycleTransition(0, step)), request);
    return InMemoryTransport.ask(graph, node + "/change_state", request.toArray())
        .thenApply(bytes -> MessageCodec.of(ChangeStateResponse.class).decode(bytes).success());
  }

  private String stateOf(String node) {
    return InMemoryTransport.call(
            graph, node + "/get_state", new GetStateRequest(), GetStateResponse.class)
        .currentState()
        .label();
  }

  @Test
  void whileAStepTakesItsTimeTheStateIsToldAndTheAnswerComesWhenItIsDone() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch loaded = new CountDownLatch(1);
    LifecycleCallbacks slow =
        new LifecycleCallbacks() {
          @Override
          public Outcome configure() {
            loading.countDown();
            var unused = Await.latch(loaded);
            return Outcome.SUCCESS;
          }
        };
    try (InMemoryTransport node = new InMemoryTransport(graph, "slow");
        LifecycleServices shown = serve(node, slow)) {
      CompletableFuture<Boolean> configured = askFor("/slow", "configure");
      assertTrue(loading.await(20, TimeUnit.SECONDS));
      assertEquals("configuring", stateOf("/slow"));
      CompletableFuture<Boolean> activated = askFor("/slow", "activate");
      assertEquals("configuring", stateOf("/slow"));
      assertFalse(configured.isDone());
      loaded.countDown();
      assertTrue(configured.get(20, TimeUnit.SECONDS));
      assertTrue(activated.get(20, TimeUnit.SECONDS), "steps follow one after the other");
      assertEquals("active", stateOf("/slow"));
    }
  }

  /**
   * Ending a subscription waits for the transport's thread, which may hold a request for a step.
   */
  @Test
  void aShutdownDoesNotWaitForARequestThatWaitsForIt() throws Exception {
    try (InMemoryTransport node = new InMemoryTransport(graph, "ending")) {
      Subscription images =
          node.subscribe(
              new Topic("image", "sensor_msgs/msg/Image", QosProfile.sensorData(), Topic.SMALL),
              new CollectingIntake());
      CompletableFuture<CompletableFuture<Boolean>> late = new CompletableFuture<>();
      LifecycleCallbacks ending =
          new LifecycleCallbacks() {
            @Override
            public Outcome shutdown(State from) {
              late.complete(askFor("/ending", "configure"));
              images.close();
              return Outcome.SUCCESS;
            }
          };
      Lifecycle own = new Lifecycle(ending, error -> {});
      try (LifecycleServices shown = new LifecycleServices(node, own, () -> 0L)) {
        assertTrue(own.shutdown());
        assertEquals(State.FINALIZED, own.state());
        assertFalse(late.get().get(20, TimeUnit.SECONDS), "too late for that step");
      }
    }
  }

  @Test
  void whoAsksForTheShutdownIsAnsweredBeforeTheServicesGo() throws Exception {
    InMemoryTransport node = new InMemoryTransport(graph, "last");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    LifecycleCallbacks steps =
        new LifecycleCallbacks() {
          @Override
          public Outcome shutdown(State from) {
            asked.countDown();
            var unused = Await.latch(go);
            return Outcome.SUCCESS;
          }
        };
    LifecycleServices shown = serve(node, steps);
    CompletableFuture<Boolean> done = askFor("/last", "shutdown");
    assertTrue(asked.await(20, TimeUnit.SECONDS));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(shown::close);
    go.countDown();
    closing.get(20, TimeUnit.SECONDS);
    assertTrue(done.isDone() && done.get());
    node.close();
  }

  @Test
  void withoutServicesTheNodeIsDrivenDirectlyAndTellsOfIt() {
    Graph plain = Graph.withoutServices();
    InMemoryTransport node = new InMemoryTransport(plain, "fathom");
    InMemoryTransport other = new InMemoryTransport(plain, "other");
    MessageCollector<TransitionEvent> heard =
        MessageCollector.on(
            other, "/fathom/transition_event", TransitionEvent.class, QosProfile.reliable(10));
    Lifecycle own = new Lifecycle(new LifecycleCallbacks() {}, error -> {});
    var unused = new LifecycleServices(node, own, () -> 0L);
    assertTrue(own.start());
    other.drain();
    assertEquals(State.ACTIVE, own.state());
    assertEquals(4, heard.messages().size());
    node.close();
    other.close();
  }
}
