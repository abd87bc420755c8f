package dev.fathom.ros.lifecycle;

import dev.fathom.bag.QosProfile;
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
import dev.fathom.ros.RecordHandler;
import dev.fathom.ros.RecordPublisher;
import dev.fathom.ros.Service;
import dev.fathom.ros.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows a life cycle to the graph: {@code ~/transition_event}, and where the transport offers
 * services, the five that tools and life cycle managers call.
 *
 * <p>Source: lifecycle_msgs, rclcpp_lifecycle. Threads: the transport's, and one of its own for the
 * steps that are asked for by service, one after the other. A step may load a model for seconds, or
 * end subscriptions, which waits for the transport's thread: on that one it would keep every other
 * request waiting, and a step on a third thread for ever.
 */
public final class LifecycleServices implements AutoCloseable {
  private static final String TYPES = "lifecycle_msgs/srv/";
  private static final int EVENT_DEPTH = 10;

  /** Steps that wait for the one before; more are not answered. */
  private static final int MOST_WAITING = 16;

  /** How long {@link #close} waits for the answer of the step in hand. */
  private static final long PATIENCE_SECONDS = 5;

  private final Transport transport;
  private final Lifecycle lifecycle;
  private final RecordPublisher<TransitionEvent> events;
  private final List<Service> services = new ArrayList<>();
  private final ThreadPoolExecutor steps =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          LifecycleServices::newThread);

  /**
   * Offers the services.
   *
   * @param clock nanoseconds of the node's time, for the stamps of events
   */
  public LifecycleServices(Transport transport, Lifecycle lifecycle, LongSupplier clock) {
    this.transport = transport;
    this.lifecycle = lifecycle;
    this.events =
        new RecordPublisher<>(
            transport,
            "~/transition_event",
            TransitionEvent.class,
            QosProfile.reliable(EVENT_DEPTH));
    lifecycle.addListener(transition -> events.publish(event(transition, clock.getAsLong())));
    if (transport.offersServices()) {
      serve();
    }
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "fathom-lifecycle");
    thread.setDaemon(true);
    return thread;
  }

  private void serve() {
    RecordHandler<ChangeStateRequest, ChangeStateResponse> change =
        new RecordHandler<>(
            ChangeStateRequest.class,
            ChangeStateResponse.class,
            request -> new ChangeStateResponse(change(request.transition())));
    services.add(transport.serve("~/change_state", TYPES + "ChangeState", change, steps));
    serve(
        "get_state",
        "GetState",
        new RecordHandler<>(
            GetStateRequest.class,
            GetStateResponse.class,
            request -> new GetStateResponse(message(lifecycle.state()))));
    serve(
        "get_available_states",
        "GetAvailableStates",
        new RecordHandler<>(
            GetAvailableStatesRequest.class,
            GetAvailableStatesResponse.class,
            request ->
                new GetAvailableStatesResponse(
                    Arrays.stream(State.values()).map(LifecycleServices::message).toList())));
    serveTransitions("get_available_transitions", () -> Transition.from(lifecycle.state()));
    serveTransitions("get_transition_graph", () -> Transition.ALL);
  }

  private void serveTransitions(String name, Supplier<List<Transition>> transitions) {
    serve(
        name,
        "GetAvailableTransitions",
        new RecordHandler<>(
            GetAvailableTransitionsRequest.class,
            GetAvailableTransitionsResponse.class,
            request ->
                new GetAvailableTransitionsResponse(
                    transitions.get().stream().map(LifecycleServices::description).toList())));
  }

  private void serve(String name, String type, RecordHandler<?, ?> handler) {
    services.add(transport.serve("~/" + name, TYPES + type, handler));
  }

  /** A label wins over the id, which clients leave at 0 when they give a label. */
  private boolean change(LifecycleTransition asked) {
    return asked.label().isEmpty() ? lifecycle.change(asked.id()) : lifecycle.change(asked.label());
  }

  private static TransitionEvent event(Transition transition, long stampNanos) {
    return new TransitionEvent(
        stampNanos,
        new LifecycleTransition(transition.id(), transition.label()),
        message(transition.start()),
        message(transition.goal()));
  }

  private static TransitionDescription description(Transition transition) {
    return new TransitionDescription(
        new LifecycleTransition(transition.id(), transition.label()),
        message(transition.start()),
        message(transition.goal()));
  }

  private static LifecycleState message(State state) {
    return new LifecycleState(state.id(), state.label());
  }

  /** Returns when the step in hand is done and answered, or takes too long. */
  @Override
  public void close() {
    steps.getQueue().clear();
    steps.shutdown();
    try {
      boolean unused = steps.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    services.forEach(Service::close);
    events.close();
  }
}
