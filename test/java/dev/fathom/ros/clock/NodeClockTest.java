package dev.fathom.ros.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.msg.Clock;
import dev.fathom.codec.msg.Parameter;
import dev.fathom.codec.msg.ParameterValue;
import dev.fathom.codec.msg.SetParametersRequest;
import dev.fathom.codec.msg.SetParametersResponse;
import dev.fathom.codec.msg.Time;
import dev.fathom.config.ParameterFile;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.InMemoryTransport.Graph;
import dev.fathom.ros.RecordPublisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.ParameterOverride;
import dev.fathom.ros.parameter.ParameterServices;
import dev.fathom.ros.parameter.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeClockTest {
  /** A node's options that say nothing of time. */
  public record Options(int threads) {}

  private static final long SYSTEM = 1_000_000_000_000L;

  private final Graph graph = new Graph();
  private final InMemoryTransport transport = new InMemoryTransport(graph, "fathom");
  private final InMemoryTransport simulator = new InMemoryTransport(graph, "simulator");
  private final List<String> errors = new ArrayList<>();
  private final List<String> jumps = new ArrayList<>();
  private final RecordPublisher<Clock> clockTopic =
      new RecordPublisher<>(simulator, "/clock", Clock.class, QosProfile.reliable(10));

  @AfterEach
  void close() {
    transport.close();
    simulator.close();
  }

  private static ParameterStore<Options> store(String... assignments) {
    List<ParameterOverride> overrides =
        Arrays.stream(assignments)
            .map(text -> new ParameterOverride(ParameterFile.assignment(text), false))
            .toList();
    return new ParameterStore<>(new Options(1), overrides, warning -> {});
  }

  private NodeClock clock(ParameterStore<Options> store) {
    NodeClock clock = new NodeClock(transport, store, errors::add, () -> SYSTEM);
    clock.addJumpListener((from, to) -> jumps.add(from + " to " + to));
    return clock;
  }

  private void tick(long nanos) {
    clockTopic.publish(new Clock(Time.ofNanos(nanos)));
    transport.drain();
  }

  private static Parameter simTime(ParameterStore<?> store, boolean value) {
    // The value of the type that it has, changed.
    var old = store.value("use_sim_time");
    return new Parameter(
        "use_sim_time",
        new ParameterValue(
            old.type(),
            value,
            0,
            0,
            "",
            old.byteArrayValue(),
            old.boolArrayValue(),
            old.integerArrayValue(),
            old.doubleArrayValue(),
            List.of()));
  }

  @Test
  void withoutSimulatedTimeItIsTheSystems() {
    NodeClock clock = clock(store());
    tick(5);
    assertEquals(SYSTEM, clock.getAsLong());
    assertEquals(new Time(1000, 0), clock.now());
    assertFalse(clock.isSimulated());
    assertTrue(clock.isRunning());
    assertEquals(List.of(), transport.subscribers("/clock"));
    long real = new NodeClock(transport, store(), errors::add).getAsLong();
    assertTrue(Math.abs(real / 1e9 - System.currentTimeMillis() / 1e3) < 60, "now is " + real);
  }

  @Test
  void simulatedTimeStandsAtZeroUntilItBegins() {
    NodeClock clock = clock(store("use_sim_time:=true"));
    assertEquals(0, clock.getAsLong());
    assertFalse(clock.isRunning());
    tick(7_500_000_000L);
    assertEquals(7_500_000_000L, clock.getAsLong());
    assertTrue(clock.isRunning());
    assertEquals(new Time(7, 500_000_000), clock.now());
  }

  @Test
  void timeThatGoesBackIsToldWithBothTimes() {
    clock(store("use_sim_time:=true"));
    tick(100);
    tick(SYSTEM + 100);
    tick(SYSTEM + 200);
    tick(SYSTEM + 200);
    tick(50);
    tick(60);
    assertEquals(List.of((SYSTEM + 200) + " to 50"), jumps);
  }

  @Test
  void itCanBeSwitchedAtRunTimeByService() {
    ParameterStore<Options> store = store();
    NodeClock clock = clock(store);
    var unused = new ParameterServices(transport, store, clock);
    for (boolean simulated : new boolean[] {true, false, true}) {
      SetParametersResponse response =
          InMemoryTransport.call(
              graph,
              "/fathom/set_parameters",
              new SetParametersRequest(List.of(simTime(store, simulated))),
              SetParametersResponse.class);
      assertTrue(response.results().get(0).successful());
      tick(SYSTEM + 10);
      assertEquals(simulated ? SYSTEM + 10 : SYSTEM, clock.getAsLong());
    }
    assertEquals(1, transport.subscribers("/clock").size());
    assertEquals(List.of((SYSTEM + 10) + " to " + SYSTEM), jumps);
    clock.close();
    assertEquals(0, transport.subscribers("/clock").size());
  }

  @Test
  void theSubscriptionsQosCanBeOverridden() {
    ParameterStore<Options> store =
        store("use_sim_time:=true", "qos_overrides./clock.subscription.reliability:=reliable");
    clock(store);
    assertEquals(QosProfile.reliable(1), transport.subscribers("/clock").get(0).qos());
    assertEquals(List.of(), store.unused());
  }

  @Test
  void aMalformedClockCostsOneLineAndTimeGoesOn() {
    NodeClock clock = clock(store("use_sim_time:=true"));
    simulator
        .advertise(new Topic("/clock", "rosgraph_msgs/msg/Clock", QosProfile.reliable(1), 100))
        .publish(new byte[] {0, 1, 0, 0, 9}, 0, 5);
    transport.drain();
    tick(SYSTEM + 5);
    assertEquals(SYSTEM + 5, clock.getAsLong());
    assertEquals(1, errors.size());
    assertTrue(errors.get(0).startsWith("/clock: "), errors.get(0));
  }
}
