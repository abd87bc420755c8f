package dev.fathom.ros.lifecycle;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The state machine of a life cycle node; it knows nothing of transports.
 *
 * <p>Source: "Managed nodes" at design.ros2.org, rclcpp_lifecycle. Threads: any; a step waits for
 * the one before it. A step must not be asked for on a thread that steps wait for, as the
 * transport's: ending a subscription waits for that thread.
 */
public final class Lifecycle {
  private final LifecycleCallbacks callbacks;
  private final Consumer<String> errors;
  private final List<Consumer<Transition>> listeners = new CopyOnWriteArrayList<>();
  private volatile State state = State.UNCONFIGURED;

  /**
   * Begins unconfigured.
   *
   * @param errors told what callbacks threw, and which steps are not possible
   */
  public Lifecycle(LifecycleCallbacks callbacks, Consumer<String> errors) {
    this.callbacks = callbacks;
    this.errors = errors;
  }

  /** Where the node is now. */
  public State state() {
    return state;
  }

  /** Adds a listener, told of every transition when it has been made. */
  public void addListener(Consumer<Transition> listener) {
    listeners.add(listener);
  }

  /** Makes the step with this id; false if there is none from here, or it did not succeed. */
  public synchronized boolean change(int id) {
    return Transition.from(state).stream()
        .filter(transition -> transition.id() == id)
        .findFirst()
        .map(this::step)
        .orElseGet(() -> impossible("with id " + id));
  }

  /** Makes the step of this name: configure, activate, deactivate, cleanup, shutdown. */
  public synchronized boolean change(String label) {
    return Transition.from(state).stream()
        .filter(transition -> transition.label().equals(label))
        .findFirst()
        .map(this::step)
        .orElseGet(() -> impossible("'" + label + "'"));
  }

  /** Configures and activates the node, as at the start without a life cycle manager. */
  public synchronized boolean start() {
    return change("configure") && change("activate");
  }

  /** Shuts the node down from wherever it is; false if that did not succeed. */
  public synchronized boolean shutdown() {
    return state == State.FINALIZED || change("shutdown");
  }

  private boolean impossible(String step) {
    String possible =
        String.join(", ", Transition.from(state).stream().map(Transition::label).toList());
    errors.accept(
        "no life cycle step "
            + step
            + " from state "
            + state.label()
            + (possible.isEmpty() ? "" : ", only " + possible));
    return false;
  }

  private boolean step(Transition first) {
    State from = state;
    take(first);
    Outcome outcome = run(from);
    finish(outcome);
    if (outcome == Outcome.ERROR && state == State.ERROR_PROCESSING) {
      finish(run(from));
    }
    return outcome == Outcome.SUCCESS;
  }

  private void finish(Outcome outcome) {
    Transition.from(state).stream()
        .filter(transition -> transition.label().equals(outcome.label()))
        .findFirst()
        .ifPresent(this::take);
  }

  private void take(Transition transition) {
    state = transition.goal();
    listeners.forEach(listener -> tell(listener, transition));
  }

  /** A step goes on, whatever those say who are told. */
  private void tell(Consumer<Transition> listener, Transition transition) {
    try {
      listener.accept(transition);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      errors.accept(
          "transition '" + transition.label() + "' was made, but not told everywhere: " + e);
    }
  }

  /** Does what the state passed through stands for. */
  private Outcome run(State from) {
    try {
      return switch (state) {
        case CONFIGURING -> callbacks.configure();
        case ACTIVATING -> callbacks.activate();
        case DEACTIVATING -> callbacks.deactivate();
        case CLEANING_UP -> callbacks.cleanup();
        case SHUTTING_DOWN -> callbacks.shutdown(from);
        case ERROR_PROCESSING -> callbacks.error(from);
        default -> throw new IllegalStateException("nothing happens in " + state.label());
      };
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      // Native libraries that do not load and models that do not fit are errors of the step, too.
      String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      errors.accept(state.label() + " failed: " + what);
      return Outcome.ERROR;
    }
  }
}
