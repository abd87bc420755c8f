package dev.fathom.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.ros.arguments.NodeNames;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.clock.NodeClock;
import dev.fathom.ros.lifecycle.Lifecycle;
import dev.fathom.ros.lifecycle.LifecycleCallbacks;
import dev.fathom.ros.lifecycle.LifecycleServices;
import dev.fathom.ros.lifecycle.State;
import dev.fathom.ros.parameter.ParameterServices;
import dev.fathom.ros.parameter.ParameterStore;
import dev.fathom.ros.rcl.RclTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node with parameters, a life cycle and a clock, as ROS 2's own command line tools see it. Runs
 * where ROS 2 and {@code ros2} are sourced.
 */
class RosToolsTest {
  private static final int MOST_SECONDS = 60;
  private static final int MOST_LOOKS = 3;
  private static final String LOOK_SECONDS = "4";
  private static final String NODE = "/tools_" + ProcessHandle.current().pid() + "/fathom";

  @TempDir private static Path directory;
  private static RclTransport transport;
  private static ParameterStore<PipelineOptions> store;
  private static Lifecycle lifecycle;
  private static NodeClock clock;

  @BeforeAll
  static void openANode() throws IOException {
    String missing = RclTransport.missing(System.getenv()).orElse("");
    Skipped.unless(missing.isEmpty(), missing);
    Skipped.unless(hasTools(), "no command 'ros2' on the PATH");
    Path file =
        Files.writeString(
            directory.resolve("start.yaml"),
            "/**/fathom: {ros__parameters: {max_range: 30.0, stereo: {p2: 700}}}\n");
    RosArguments arguments =
        RosArguments.parse(
            List.of(
                "--ros-args",
                "-r",
                "__ns:=" + NODE.substring(0, NODE.lastIndexOf('/')),
                "--params-file",
                file.toString(),
                "-p",
                "depth_encoding:=16UC1"));
    NodeNames names = arguments.names("/", "fathom");
    transport = RclTransport.open("fathom", "/", arguments.sections());
    assertEquals(names.node().full(), transport.node(), "both read the rules alike");
    store =
        new ParameterStore<>(
            PipelineOptions.defaults(),
            arguments.parameters(names.node(), warning -> {}),
            warning -> {});
    clock = new NodeClock(transport, store, error -> {});
    lifecycle = new Lifecycle(new LifecycleCallbacks() {}, error -> {});
    var unusedServices = new ParameterServices(transport, store, clock);
    var unusedLifecycle = new LifecycleServices(transport, lifecycle, clock);
  }

  private static boolean hasTools() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ros2")));
  }

  @AfterAll
  static void closeIt() {
    if (transport != null) {
      transport.close();
    }
  }

  /** Runs a tool without its daemon and gives what it printed. */
  private static String ros2(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ros2"));
    command.addAll(List.of(arguments));
    Path printed = directory.resolve("printed.txt");
    Process tool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    boolean ended = tool.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      tool.destroyForcibly();
    }
    String text = Files.readString(printed, StandardCharsets.UTF_8);
    assertTrue(ended, "ended within " + MOST_SECONDS + " s: " + command);
    return text;
  }

  /** A tool that is about the node. */
  private static String ask(String tool, String verb, String... arguments)
      throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(List.of(tool, verb, "--no-daemon", "--spin-time", LOOK_SECONDS));
    all.add(NODE);
    all.addAll(List.of(arguments));
    String printed = ros2(all.toArray(String[]::new));
    // On a busy machine the time that the tool looks around may not be enough.
    for (int i = 1; i < MOST_LOOKS && printed.contains("Node not found"); i++) {
      printed = ros2(all.toArray(String[]::new));
    }
    return printed;
  }

  private static void assertHas(String printed, String... lines) {
    for (String line : lines) {
      assertTrue(printed.contains(line), "'" + line + "' in\n" + printed);
    }
  }

  @Test
  void listShowsEveryParameter() throws Exception {
    String listed = ask("param", "list");
    for (String name : store.names()) {
      assertHas(listed, "  " + name + "\n");
    }
    assertHas(listed, "  use_sim_time\n");
  }

  @Test
  void getSeesWhatTheCommandLineAndItsFileGave() throws Exception {
    assertHas(ask("param", "get", "max_range"), "Double value is: 30.0");
    assertHas(ask("param", "get", "stereo.p2"), "Integer value is: 700");
    assertHas(ask("param", "get", "depth_encoding"), "String value is: 16UC1");
    assertHas(ask("param", "get", "no_such"), "Parameter not set");
  }

  @Test
  void setChangesOrTellsWhyNot() throws Exception {
    assertHas(ask("param", "set", "obstacles.max_points", "5000"), "Set parameter successful");
    assertEquals(5000, store.options().obstacles().maxPoints());
    assertHas(
        ask("param", "set", "obstacles.max_points", "0"),
        "Setting parameter failed: parameter 'obstacles.max_points' must be 1 to 2147483647");
    assertHas(
        ask("param", "set", "threads", "2"),
        "Setting parameter failed: parameter 'threads' cannot be set because it is read-only");
    assertHas(
        ask("param", "set", "obstacles.max_points", "many"),
        "Wrong parameter type, parameter {obstacles.max_points} is of type {integer}");
    assertEquals(5000, store.options().obstacles().maxPoints());
  }

  @Test
  void describeTellsTextRangeAndReadOnly() throws Exception {
    assertHas(
        ask("param", "describe", "stereo.block_size", "threads"),
        "Parameter name: stereo.block_size",
        "Type: integer",
        "Description: side of the matched window, pixels",
        "Min value: 1",
        "Max value: 11",
        "Step: 2",
        "Read only: true");
  }

  /** Humble writes a file unless told to print; Jazzy prints, and does not know that option. */
  private static String dump() throws IOException, InterruptedException {
    String printed = ask("param", "dump", "--print");
    return printed.contains("unrecognized arguments") ? ask("param", "dump") : printed;
  }

  @Test
  void whatIsDumpedCanBeLoaded() throws Exception {
    String dumped = dump();
    Path file = directory.resolve("dumped.yaml");
    int yaml = dumped.indexOf(NODE + ":");
    assertTrue(yaml >= 0, dumped);
    // Humble's 'param load' cannot read the empty texts that its 'param dump' writes.
    Files.writeString(
        file,
        dumped
            .substring(yaml)
            .replaceAll(" *\\w+: ''\n", "")
            .replaceFirst("speckle_size: 20\n", "speckle_size: 33\n"));
    String loaded = ask("param", "load", file.toString());
    assertEquals(33, store.options().stereo().speckleSize());
    assertHas(
        loaded,
        "Set parameter stereo.speckle_size successful",
        "Set parameter use_sim_time successful",
        "Set parameter threads failed: parameter 'threads' cannot be set because it is read-only");
  }

  @Test
  void simulatedTimeIsSwitchedAtRunTime() throws Exception {
    assertHas(ask("param", "set", "use_sim_time", "true"), "Set parameter successful");
    assertTrue(clock.isSimulated());
    assertHas(ros2("topic", "list", "--no-daemon", "--spin-time", LOOK_SECONDS), "/clock");
    assertHas(ask("param", "set", "use_sim_time", "false"), "Set parameter successful");
    assertTrue(!clock.isSimulated());
  }

  @Test
  void lifecycleToolsSeeTheNodeAndDriveIt() throws Exception {
    assertHas(ros2("lifecycle", "nodes", "--no-daemon", "--spin-time", LOOK_SECONDS), NODE);
    assertHas(ask("lifecycle", "get"), "unconfigured [1]");
    assertHas(ask("lifecycle", "list"), "- configure [1]", "Goal: configuring", "- shutdown [5]");
    assertHas(ask("lifecycle", "set", "configure"), "Transitioning successful");
    assertEquals(State.INACTIVE, lifecycle.state());
    assertHas(ask("lifecycle", "set", "activate"), "Transitioning successful");
    assertHas(ask("lifecycle", "get"), "active [3]");
    assertHas(ask("lifecycle", "set", "cleanup"), "Unknown transition requested");
    assertHas(ask("lifecycle", "list", "-a"), "- transition_error [62]");
    assertHas(ask("lifecycle", "set", "shutdown"), "Transitioning successful");
    assertEquals(State.FINALIZED, lifecycle.state());
  }
}
