package dev.fathom.ros.parameter;

import static dev.fathom.ros.parameter.Parameters.NAMES;
import static dev.fathom.ros.parameter.Parameters.parameter;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.msg.DescribeParametersRequest;
import dev.fathom.codec.msg.DescribeParametersResponse;
import dev.fathom.codec.msg.GetParameterTypesRequest;
import dev.fathom.codec.msg.GetParameterTypesResponse;
import dev.fathom.codec.msg.GetParametersRequest;
import dev.fathom.codec.msg.GetParametersResponse;
import dev.fathom.codec.msg.ListParametersRequest;
import dev.fathom.codec.msg.ListParametersResponse;
import dev.fathom.codec.msg.ListParametersResult;
import dev.fathom.codec.msg.Parameter;
import dev.fathom.codec.msg.ParameterDescriptor;
import dev.fathom.codec.msg.ParameterEvent;
import dev.fathom.codec.msg.SetParametersAtomicallyRequest;
import dev.fathom.codec.msg.SetParametersAtomicallyResponse;
import dev.fathom.codec.msg.SetParametersRequest;
import dev.fathom.codec.msg.SetParametersResponse;
import dev.fathom.codec.msg.SetParametersResult;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.InMemoryTransport.Graph;
import dev.fathom.ros.MessageCollector;
import dev.fathom.ros.arguments.NodeName;
import dev.fathom.ros.arguments.NodeNames;
import dev.fathom.ros.parameter.Parameters.Options;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParameterServicesTest {
  private final Graph graph = new Graph();
  private final InMemoryTransport transport =
      new InMemoryTransport(graph, new NodeNames(new NodeName("/robot", "fathom"), List.of()));
  private final InMemoryTransport observer = new InMemoryTransport(graph, "observer");
  private final MessageCollector<ParameterEvent> events =
      MessageCollector.on(
          observer, "/parameter_events", ParameterEvent.class, QosProfile.reliable(1000));
  private final ParameterStore<Options> store = Parameters.store();
  private final ParameterServices services =
      new ParameterServices(transport, store, () -> 1_500_000_000L);

  @AfterEach
  void close() {
    transport.close();
    observer.close();
  }

  private <A extends Record, B extends Record> B call(String name, A request, Class<B> response) {
    return InMemoryTransport.call(graph, "/robot/fathom/" + name, request, response);
  }

  private ListParametersResult list(long depth, String... prefixes) {
    ListParametersRequest request = new ListParametersRequest(List.of(prefixes), depth);
    return call("list_parameters", request, ListParametersResponse.class).result();
  }

  private List<SetParametersResult> set(Parameter... parameters) {
    return call(
            "set_parameters",
            new SetParametersRequest(List.of(parameters)),
            SetParametersResponse.class)
        .results();
  }

  @Test
  void theSixServicesHaveTheNamesAndTypesOfRos() {
    String in = "/robot/fathom/";
    String type = "rcl_interfaces/srv/";
    assertEquals(
        Map.of(
            in + "list_parameters", type + "ListParameters",
            in + "get_parameters", type + "GetParameters",
            in + "get_parameter_types", type + "GetParameterTypes",
            in + "describe_parameters", type + "DescribeParameters",
            in + "set_parameters", type + "SetParameters",
            in + "set_parameters_atomically", type + "SetParametersAtomically"),
        InMemoryTransport.services(graph));
    services.close();
    assertEquals(Map.of(), InMemoryTransport.services(graph));
  }

  @Test
  void listIsSortedAndNamesTheGroups() {
    assertEquals(new ListParametersResult(NAMES, List.of("filter")), list(0));
  }

  @Test
  void listGoesAsDeepAsAsked() {
    List<String> top = List.of("max_range", "min_range", "mode", "model", "sizes");
    assertEquals(new ListParametersResult(top, List.of()), list(1));
    assertEquals(NAMES, list(2).names());
    List<String> filter = List.of("filter.on", "filter.size");
    assertEquals(new ListParametersResult(filter, List.of("filter")), list(0, "filter"));
    assertEquals(filter, list(1, "filter").names());
    assertEquals(List.of("max_range"), list(1, "max_range").names());
    assertEquals(List.of("filter.size", "mode"), list(1, "filter.size", "mode").names());
    assertEquals(List.of(), list(0, "fil", "filter.", "").names());
  }

  @Test
  void getAnswersAllOrNone() {
    GetParametersResponse response =
        call(
            "get_parameters",
            new GetParametersRequest(List.of("max_range", "mode", "filter.on")),
            GetParametersResponse.class);
    assertEquals(
        List.of(20.0, "fast", true), response.values().stream().map(Parameters::plain).toList());
    assertEquals(
        List.of(),
        call(
                "get_parameters",
                new GetParametersRequest(List.of("max_range", "nothing")),
                GetParametersResponse.class)
            .values());
  }

  @Test
  void typesAreNumbersInTheOrderAsked() {
    GetParameterTypesResponse response =
        call(
            "get_parameter_types",
            new GetParameterTypesRequest(List.of("model", "sizes", "max_range", "filter.size")),
            GetParameterTypesResponse.class);
    assertArrayEquals(new byte[] {4, 7, 3, 2}, response.types().toArray());
  }

  @Test
  void describeTellsRangesAndReadOnly() {
    DescribeParametersResponse response =
        call(
            "describe_parameters",
            new DescribeParametersRequest(List.of("filter.size", "model")),
            DescribeParametersResponse.class);
    ParameterDescriptor size = response.descriptors().get(0);
    assertEquals("smallest island kept, pixels", size.description());
    assertEquals(100, size.integerRange().get(0).toValue());
    assertFalse(size.readOnly());
    assertFalse(size.dynamicTyping());
    assertTrue(response.descriptors().get(1).readOnly());
  }

  @Test
  void setAnswersForEachParameter() {
    List<SetParametersResult> results =
        set(
            parameter("max_range", 30.0),
            parameter("model", "x"),
            parameter("nothing", 1),
            parameter("mode", "exact"));
    assertEquals(
        List.of(true, false, false, true),
        results.stream().map(SetParametersResult::successful).toList());
    assertEquals(30.0, store.options().maxRange());
    assertEquals(Parameters.Mode.EXACT, store.options().mode());
  }

  @Test
  void setAtomicallySetsAllOrNone() {
    SetParametersAtomicallyRequest bad =
        new SetParametersAtomicallyRequest(
            List.of(parameter("max_range", 30.0), parameter("min_range", 40.0)));
    SetParametersResult refused =
        call("set_parameters_atomically", bad, SetParametersAtomicallyResponse.class).result();
    assertEquals("max_range must be more than min_range, found 30.0 and 40.0", refused.reason());
    assertEquals(20.0, store.options().maxRange());
    SetParametersAtomicallyRequest good =
        new SetParametersAtomicallyRequest(
            List.of(parameter("min_range", 40.0), parameter("max_range", 45.0)));
    assertTrue(
        call("set_parameters_atomically", good, SetParametersAtomicallyResponse.class)
            .result()
            .successful());
    assertEquals(45.0, store.options().maxRange());
  }

  @Test
  void eventsTellWhatIsNewAndWhatIsChanged() {
    set(parameter("max_range", 30.0), parameter("max_range", 99.0));
    observer.drain();
    assertEquals(2, events.messages().size());
    ParameterEvent start = events.messages().get(0);
    assertEquals("/robot/fathom", start.node());
    assertEquals(new Time(1, 500_000_000), start.stamp());
    assertEquals(NAMES, start.newParameters().stream().map(Parameter::name).toList());
    ParameterEvent change = events.messages().get(1);
    assertEquals(List.of(), change.newParameters());
    assertEquals(
        List.of("max_range"), change.changedParameters().stream().map(Parameter::name).toList());
    assertEquals(30.0, Parameters.plain(change.changedParameters().get(0).value()));
    assertEquals(List.of(), change.deletedParameters());
  }

  @Test
  void parametersDeclaredLaterAreNewAndListed() {
    assertFalse(SimTimeParameter.declare(store, value -> {}));
    observer.drain();
    ParameterEvent event = events.messages().get(1);
    assertEquals("use_sim_time", event.newParameters().get(0).name());
    assertTrue(list(0).names().contains("use_sim_time"));
  }

  @Test
  void aMalformedRequestCostsOneLineAndTheNextIsAnswered() {
    byte[] lying = {0, 1, 0, 0, (byte) 255, (byte) 255, (byte) 255, 127};
    for (String service : InMemoryTransport.services(graph).keySet()) {
      assertNull(InMemoryTransport.call(graph, service, lying));
    }
    assertEquals(6, transport.problems().size());
    assertEquals(NAMES, list(0).names());
  }

  @Test
  void withoutServicesEventsStillCome() {
    Graph plain = Graph.withoutServices();
    InMemoryTransport node = new InMemoryTransport(plain, "fathom");
    InMemoryTransport other = new InMemoryTransport(plain, "other");
    MessageCollector<ParameterEvent> heard =
        MessageCollector.on(
            other, "/parameter_events", ParameterEvent.class, QosProfile.reliable(1000));
    var unused = new ParameterServices(node, Parameters.store(), () -> 0);
    other.drain();
    assertEquals(NAMES.size(), heard.messages().get(0).newParameters().size());
    node.close();
    other.close();
  }
}
