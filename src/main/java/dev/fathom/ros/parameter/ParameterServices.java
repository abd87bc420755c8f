package dev.fathom.ros.parameter;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.DescribeParametersRequest;
import dev.fathom.codec.msg.DescribeParametersResponse;
import dev.fathom.codec.msg.GetParameterTypesRequest;
import dev.fathom.codec.msg.GetParameterTypesResponse;
import dev.fathom.codec.msg.GetParametersRequest;
import dev.fathom.codec.msg.GetParametersResponse;
import dev.fathom.codec.msg.ListParametersRequest;
import dev.fathom.codec.msg.ListParametersResponse;
import dev.fathom.codec.msg.ParameterEvent;
import dev.fathom.codec.msg.ParameterValue;
import dev.fathom.codec.msg.SetParametersAtomicallyRequest;
import dev.fathom.codec.msg.SetParametersAtomicallyResponse;
import dev.fathom.codec.msg.SetParametersRequest;
import dev.fathom.codec.msg.SetParametersResponse;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.RecordHandler;
import dev.fathom.ros.RecordPublisher;
import dev.fathom.ros.Service;
import dev.fathom.ros.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a node's parameters to the graph: the six parameter services, where the transport offers
 * services, and {@code /parameter_events}.
 *
 * <p>As in rclcpp, a request to get, describe or type several parameters of which one is unknown is
 * answered with none.
 *
 * <p>Source: rcl_interfaces, rclcpp's parameter service. Threads: the transport's.
 */
public final class ParameterServices implements AutoCloseable {
  private static final String TYPES = "rcl_interfaces/srv/";
  private static final int EVENT_DEPTH = 1000;

  private final Transport transport;
  private final ParameterStore<?> store;
  private final LongSupplier clock;
  private final List<Service> services = new ArrayList<>();
  private final RecordPublisher<ParameterEvent> events;

  /**
   * Offers the services and announces the parameters that there are.
   *
   * @param clock nanoseconds of the node's time, for the stamps of events
   */
  public ParameterServices(Transport transport, ParameterStore<?> store, LongSupplier clock) {
    this.transport = transport;
    this.store = store;
    this.clock = clock;
    this.events =
        new RecordPublisher<>(
            transport, "/parameter_events", ParameterEvent.class, QosProfile.reliable(EVENT_DEPTH));
    if (transport.offersServices()) {
      serve();
    }
    store.addWatcher(this::tell);
    tell(new ParameterChanges(store.all(), List.of()));
  }

  private void serve() {
    serve(
        "list_parameters",
        "ListParameters",
        new RecordHandler<>(
            ListParametersRequest.class,
            ListParametersResponse.class,
            request ->
                new ListParametersResponse(
                    ParameterList.of(store.names(), request.prefixes(), request.depth()))));
    serve(
        "get_parameters",
        "GetParameters",
        new RecordHandler<>(
            GetParametersRequest.class,
            GetParametersResponse.class,
            request -> new GetParametersResponse(allOrNone(request.names(), store::value))));
    serve(
        "get_parameter_types",
        "GetParameterTypes",
        new RecordHandler<>(
            GetParameterTypesRequest.class, GetParameterTypesResponse.class, this::types));
    serve(
        "describe_parameters",
        "DescribeParameters",
        new RecordHandler<>(
            DescribeParametersRequest.class,
            DescribeParametersResponse.class,
            request ->
                new DescribeParametersResponse(allOrNone(request.names(), store::descriptor))));
    serve(
        "set_parameters",
        "SetParameters",
        new RecordHandler<>(
            SetParametersRequest.class,
            SetParametersResponse.class,
            request ->
                new SetParametersResponse(
                    request.parameters().stream()
                        .map(parameter -> store.set(List.of(parameter)))
                        .toList())));
    serve(
        "set_parameters_atomically",
        "SetParametersAtomically",
        new RecordHandler<>(
            SetParametersAtomicallyRequest.class,
            SetParametersAtomicallyResponse.class,
            request -> new SetParametersAtomicallyResponse(store.set(request.parameters()))));
  }

  private void serve(String name, String type, RecordHandler<?, ?> handler) {
    services.add(transport.serve("~/" + name, TYPES + type, handler));
  }

  private GetParameterTypesResponse types(GetParameterTypesRequest request) {
    List<ParameterValue> values = allOrNone(request.names(), store::value);
    byte[] types = new byte[values.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = (byte) values.get(i).type();
    }
    return new GetParameterTypesResponse(Bytes.of(types));
  }

  private static <V> List<V> allOrNone(List<String> names, Function<String, @Nullable V> look) {
    List<V> found = new ArrayList<>();
    for (String name : names) {
      V value = look.apply(name);
      if (value == null) {
        return List.of();
      }
      found.add(value);
    }
    return found;
  }

  private void tell(ParameterChanges changes) {
    events.publish(
        new ParameterEvent(
            Time.ofNanos(clock.getAsLong()),
            transport.node(),
            changes.added(),
            changes.changed(),
            List.of()));
  }

  @Override
  public void close() {
    services.forEach(Service::close);
    events.close();
  }
}
