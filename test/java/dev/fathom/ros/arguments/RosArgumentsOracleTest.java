package dev.fathom.ros.arguments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fathom.ros.Skipped;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.rcl.RclTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Command lines and names are read as rcl reads them. Runs where ROS 2 is sourced.
 *
 * <p>Unknown ROS arguments are left out: rcl passes them over, rclcpp and we refuse them.
 */
class RosArgumentsOracleTest {
  private static final List<String> NAMES =
      List.of(
          "image",
          "/image",
          "~/image",
          "a/b",
          "~",
          "",
          "/",
          "a/",
          "a//b",
          "7a",
          "a/7b",
          "a-b",
          "{node}/x",
          "{ns}/x",
          "{namespace}_y",
          "{who}",
          "{node",
          "x~",
          "~xy",
          "~/",
          "_h",
          "a__b",
          "/robot/image",
          "n/image",
          "/ns/n/image",
          "very".repeat(60),
          "very".repeat(70));

  @BeforeAll
  static void needsRos() {
    String missing = RclTransport.missing(System.getenv()).orElse("");
    Skipped.unless(missing.isEmpty(), missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-r __ns:=/robot",
        "-r __node:=other -r n:image:=/no -r other:image:=/yes",
        "-r __name:=other -r __node:=late",
        "-r n:__ns:=/one -r __ns:=/two",
        "-r image:=/cam -r /ns/image:=/late",
        "-r ~/image:=image -r image:=~/image",
        "-r rostopic://image:=/t -r rosservice://image:=/s",
        "-r n:rostopic:///ns/image:=t",
        "-r a/b:=c/d",
        "-r a:=b -r b:=c",
        "-r /image:=~/x",
        "-r rosto:=x -r rostopic:=y",
        "-r ros:image:=x",
        "-r n:~/image:=z",
        "-r _h:=_i",
        "-r __ns:=/",
        "-r __ns:=robot",
        "-r __ns:=/robot/",
        "-r __ns:=",
        "-r __node:=a/b",
        "-r __node:=7",
        "-r a:=b/",
        "-r a:=b//c",
        "-r a:=1b",
        "-r a:=~b",
        "-r a:={node}",
        "-r *:=b",
        "-r a__b:=c",
        "-r a:=",
        "-r :=b",
        "-r a",
        "-r",
        "-r n:n:image:=b",
        "-p a:=1 -p n:a.b:=[1,2]",
        "-p qos_overrides./image.subscription.depth:=3",
        "-p a",
        "-p",
        "-p 7:=1",
        "-p :=1",
        "-p a:=",
        "--params-file /nonexistent.yaml",
        "--log-level debug",
        "--log-level n:=WARN",
        "--log-level loud",
        "--log-level n:=loud",
        "--log-level :=warn",
        "-e /enclave",
        "--disable-rosout-logs --enable-stdout-logs",
        "-r a:=b -- mine --ros-args -r c:=d",
      })
  void namesAreWhatRclMakesOfThem(String line) {
    List<String> arguments = new ArrayList<>(List.of("--ros-args"));
    if (!line.isEmpty()) {
      arguments.addAll(List.of(line.split(" ")));
    }
    List<String> rcl = rcl(arguments);
    List<String> ours = ours(arguments);
    List<String> onlyRcl = rcl.stream().filter(text -> !ours.contains(text)).toList();
    List<String> onlyOurs = ours.stream().filter(text -> !rcl.contains(text)).toList();
    assertEquals(onlyRcl, onlyOurs, line);
  }

  private static List<String> rcl(List<String> arguments) {
    List<String> found = new ArrayList<>();
    try (RclTransport node = RclTransport.open("n", "/ns", arguments)) {
      found.add(node.node());
      for (String name : NAMES) {
        found.add(resolved(name, () -> node.resolve(name)));
      }
    } catch (IllegalArgumentException | TransportException e) {
      found.add("refused");
    }
    return found;
  }

  private static List<String> ours(List<String> arguments) {
    List<String> found = new ArrayList<>();
    try {
      RosArguments read = RosArguments.parse(arguments);
      NodeNames names = read.names("/ns", "n");
      // rcl reads files at once.
      read.parameters(names.node(), warning -> {});
      found.add(names.node().full());
      for (String name : NAMES) {
        found.add(resolved(name, () -> names.topic(name)));
      }
    } catch (IllegalArgumentException | IOException e) {
      found.add("refused");
    }
    return found;
  }

  private static String resolved(String name, Supplier<String> resolver) {
    try {
      return name + " is " + resolver.get();
    } catch (IllegalArgumentException e) {
      return name + " is refused";
    }
  }
}
