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
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows a life cycle to the graph: {@code ~/transition_event}, and where the transport offers
 * services, the five that tools and life cycle managers call.
 *
 * <p>Source: lifecycle_msgs, rclcpp_lifecycle. Threads: the transport's; a step that is asked for
 * by service keeps it until the step is done, as with rclcpp's single-threaded executor.
 */
public final class LifecycleServices implements AutoCloseable {
  private static final String TYPES = "lifecycle_msgs/srv/";
  private static final int EVENT_DEPTH = 10;

  private final Transport transport;
  private final Lifecycle lifecycle;
  private final RecordPublisher<TransitionEvent> events;
  private final List<Service> services = new ArrayList<>();

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

  private void serve() {
    serve(
        "change_state",
        "ChangeState",
        new RecordHandler<>(
            ChangeStateRequest.class,
            ChangeStateResponse.class,
            request -> new ChangeStateResponse(change(request.transition()))));
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

  @Override
  public void close() {
    services.forEach(Service::close);
    events.close();
  }
}
