package dev.fathom.ros.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
  private final List<String> called = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final Map<State, Outcome> outcomes = new EnumMap<>(State.class);
  private final Lifecycle lifecycle = new Lifecycle(new Recorded(), errors::add);

  /** Says what was called, and answers as {@link #outcomes} has it. */
  private final class Recorded implements LifecycleCallbacks {
    private Outcome at(State state, String what) {
      called.add(what);
      return outcomes.getOrDefault(state, Outcome.SUCCESS);
    }

    @Override
    public Outcome configure() {
      return at(State.CONFIGURING, "configure");
    }

    @Override
    public Outcome activate() {
      return at(State.ACTIVATING, "activate");
    }

    @Override
    public Outcome deactivate() {
      return at(State.DEACTIVATING, "deactivate");
    }

    @Override
    public Outcome cleanup() {
      return at(State.CLEANING_UP, "cleanup");
    }

    @Override
    public Outcome shutdown(State from) {
      return at(State.SHUTTING_DOWN, "shutdown from " + from.label());
    }

    @Override
    public Outcome error(State from) {
      return at(State.ERROR_PROCESSING, "error from " + from.label());
    }
  }

  @Test
  void aNodeGoesThroughItsWholeLife() {
    List<String> path = new ArrayList<>();
    lifecycle.addListener(t -> path.add(t.id() + " " + t.goal().label()));
    assertEquals(State.UNCONFIGURED, lifecycle.state());
    for (String step : List.of("configure", "activate", "deactivate", "cleanup", "configure")) {
      assertTrue(lifecycle.change(step), step);
    }
    assertTrue(lifecycle.change("shutdown"));
    assertEquals(State.FINALIZED, lifecycle.state());
    assertEquals(
        List.of(
            "configure",
            "activate",
            "deactivate",
            "cleanup",
            "configure",
            "shutdown from inactive"),
        called);
    assertEquals(
        List.of(
            "1 configuring",
            "10 inactive",
            "3 activating",
            "30 active",
            "4 deactivating",
            "40 inactive",
            "2 cleaningup",
            "20 unconfigured",
            "1 configuring",
            "10 inactive",
            "6 shuttingdown",
            "50 finalized"),
        path);
  }

  @Test
  void aStepThatFailsLeadsBack() {
    outcomes.put(State.CONFIGURING, Outcome.FAILURE);
    assertFalse(lifecycle.start());
    assertEquals(State.UNCONFIGURED, lifecycle.state());
    outcomes.clear();
    outcomes.put(State.ACTIVATING, Outcome.FAILURE);
    assertFalse(lifecycle.start());
    assertEquals(State.INACTIVE, lifecycle.state());
    outcomes.clear();
    assertTrue(lifecycle.change("activate"));
    outcomes.put(State.DEACTIVATING, Outcome.FAILURE);
    assertFalse(lifecycle.change("deactivate"));
    assertEquals(State.ACTIVE, lifecycle.state());
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void anErrorIsProcessedAndEndsUnconfiguredOrFinalized(Outcome recovery) {
    lifecycle.change("configure");
    outcomes.put(State.ACTIVATING, Outcome.ERROR);
    outcomes.put(State.ERROR_PROCESSING, recovery);
    assertFalse(lifecycle.change("activate"));
    assertEquals(List.of("configure", "activate", "error from inactive"), called);
    assertEquals(
        recovery == Outcome.SUCCESS ? State.UNCONFIGURED : State.FINALIZED, lifecycle.state());
  }

  @Test
  void whatACallbackThrowsIsToldAndCountsAsAnError() {
    Lifecycle broken =
        new Lifecycle(
            new LifecycleCallbacks() {
              @Override
              public Outcome configure() {
                throw new IllegalArgumentException("no model 'unet'");
              }

              @Override
              public Outcome error(State from) {
                return Outcome.SUCCESS;
              }
            },
            errors::add);
    assertFalse(broken.change("configure"));
    assertEquals(State.UNCONFIGURED, broken.state());
    assertEquals(List.of("configuring failed: no model 'unet'"), errors);
  }

  @Test
  void aListenerThatThrowsKeepsNobodyFromTheStep() {
    List<String> path = new ArrayList<>();
    lifecycle.addListener(
        t -> {
          throw new IllegalStateException("not published");
        });
    lifecycle.addListener(t -> path.add(t.goal().label()));
    assertTrue(lifecycle.change("configure"));
    assertEquals(State.INACTIVE, lifecycle.state());
    assertEquals(List.of("configuring", "inactive"), path);
    assertEquals(2, errors.size());
    assertTrue(errors.get(0).contains("'configure'"), errors.get(0));
    assertTrue(errors.get(0).contains("not published"), errors.get(0));
  }

  @Test
  void aNativeLibraryThatDoesNotLoadIsAnErrorOfTheStep() {
    Lifecycle broken =
        new Lifecycle(
            new LifecycleCallbacks() {
              @Override
              public Outcome configure() {
                throw new UnsatisfiedLinkError("no libcudart");
              }
            },
            errors::add);
    assertFalse(broken.change("configure"));
    assertEquals(State.FINALIZED, broken.state());
    assertEquals(List.of("configuring failed: no libcudart"), errors);
  }

  @Test
  void stepsThatTheStateDoesNotAllowAreRefusedByName() {
    assertFalse(lifecycle.change("activate"));
    assertFalse(lifecycle.change(6));
    assertEquals(State.UNCONFIGURED, lifecycle.state());
    assertEquals(
        List.of(
            "no life cycle step 'activate' from state unconfigured, only configure, shutdown",
            "no life cycle step with id 6 from state unconfigured, only configure, shutdown"),
        errors);
    assertEquals(List.of(), called);
  }

  @Test
  void shutdownWorksFromEveryPrimaryState() {
    assertTrue(lifecycle.shutdown());
    assertTrue(lifecycle.shutdown(), "it is down already");
    assertEquals(List.of("shutdown from unconfigured"), called);
    Lifecycle active = new Lifecycle(new Recorded(), errors::add);
    active.start();
    outcomes.put(State.SHUTTING_DOWN, Outcome.FAILURE);
    assertFalse(active.shutdown());
    assertEquals(State.FINALIZED, active.state());
  }

  @Test
  void thereAre25TransitionsWithIdsOfTheirOwn() {
    assertEquals(25, Transition.ALL.size());
    Set<Integer> ids = new HashSet<>();
    Transition.ALL.forEach(t -> assertTrue(ids.add(t.id()), t.toString()));
    assertEquals(List.of(), Transition.from(State.FINALIZED));
    assertEquals(
        List.of("cleanup", "activate", "shutdown"),
        Transition.from(State.INACTIVE).stream().map(Transition::label).toList());
  }
}
