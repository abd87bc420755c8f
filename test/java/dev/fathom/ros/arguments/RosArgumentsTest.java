package dev.fathom.ros.arguments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.ros.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosArgumentsTest {
  @TempDir private Path directory;
  private final List<String> warnings = new ArrayList<>();

  private static RosArguments parse(String line) {
    return RosArguments.parse(List.of(line.split(" ")));
  }

  private static String refusal(String line) {
    return assertThrows(IllegalArgumentException.class, () -> parse(line)).getMessage();
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "p", ".yaml"), yaml);
  }

  private Map<String, Object> parameters(RosArguments arguments, NodeName node) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    arguments
        .parameters(node, warnings::add)
        .forEach(o -> values.put(o.setting().name(), o.setting().value()));
    return values;
  }

  private static final NodeName FATHOM = new NodeName("/robot", "fathom");

  @Test
  void sectionsEndAtTwoDashesAndMayComeAgain() {
    RosArguments read =
        parse("node --kind stereo --ros-args -r a:=b -- --out DIR --ros-args --remap c:=d");
    assertEquals(List.of("node", "--kind", "stereo", "--out", "DIR"), read.rest());
    assertEquals(
        List.of("--ros-args", "-r", "a:=b", "--", "--ros-args", "--remap", "c:=d"),
        read.sections());
    assertEquals(List.of("a", "c"), read.remaps().stream().map(RemapRule::match).toList());
  }

  @Test
  void dashesOfTheProgramAreItsOwn() {
    assertEquals(List.of("a", "--", "b"), parse("a -- b").rest());
    assertEquals(List.of("-p", "x:=1"), parse("-p x:=1 --ros-args").rest());
  }

  @Test
  void unknownAndIncompleteRosArgumentsAreRefusedByName() {
    assertEquals("unknown ROS argument '--remp' after --ros-args", refusal("--ros-args --remp a"));
    assertEquals("unknown ROS argument 'x' after --ros-args", refusal("--ros-args x"));
    assertEquals("ROS argument -r lacks its value", refusal("--ros-args -r"));
    assertTrue(
        refusal("--ros-args -r ab").contains("remap rule 'ab'"), refusal("--ros-args -r ab"));
    assertTrue(refusal("--ros-args -p 7:=1").contains("'7'"), refusal("--ros-args -p 7:=1"));
    assertTrue(refusal("--ros-args -p x").contains("name:=value"), refusal("--ros-args -p x"));
  }

  @Test
  void theFirstMatchingRuleRenames() {
    NodeNames names =
        parse("--ros-args -r __ns:=/robot -r __node:=eyes -r image:=/cam/image -r image:=/other")
            .names("/", "fathom");
    assertEquals("/robot/eyes", names.node().full());
    assertEquals("robot.eyes", names.node().logger());
    assertEquals("/cam/image", names.topic("image"));
    assertEquals("/cam/image", names.topic("/robot/image"));
    assertEquals("/image", names.topic("/image"));
    assertEquals("/robot/eyes/depth", names.topic("~/depth"));
  }

  @Test
  void rulesAreNotAppliedToWhatARuleGave() {
    NodeNames names = parse("--ros-args -r a:=b -r b:=c").names("/", "n");
    assertEquals("/b", names.topic("a"));
    assertEquals("/c", names.topic("b"));
  }

  @Test
  void relativeAndPrivateSidesOfARuleLieInTheNodesNamespace() {
    NodeNames names =
        parse("--ros-args -r __ns:=/ns -r ~/depth:=depth -r raw:=~/raw").names("/", "n");
    assertEquals("/ns/depth", names.topic("~/depth"));
    assertEquals("/ns/n/raw", names.topic("raw"));
  }

  @Test
  void rulesForOneNodeLeaveOthersAlone() {
    RosArguments read =
        parse("--ros-args -r left:__node:=port -r left:__ns:=/l -r left:image:=/left/image");
    assertEquals("/port", read.names("/", "left").node().full());
    assertEquals("/right", read.names("/", "right").node().full());
    // As in rcl, what is not the node's name is looked up under its new one.
    assertEquals("/image", read.names("/", "left").topic("image"));
    assertEquals("/image", read.names("/", "right").topic("image"));
    assertEquals("/l/x", parse("--ros-args -r n:__ns:=/l").names("/", "n").topic("x"));
    assertEquals("/abs", parse("--ros-args -r n:/image:=/abs").names("/", "n").topic("image"));
  }

  @Test
  void schemesRenameOnlyTopicsOrOnlyServices() {
    NodeNames names =
        parse("--ros-args -r rostopic://a:=t -r rosservice:///a:=s -r n:rosservice://b:=only")
            .names("/", "n");
    assertEquals("/t", names.topic("a"));
    assertEquals("/s", names.service("a"));
    assertEquals("/b", names.topic("b"));
    assertEquals("/only", names.service("b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:=",
        ":=b",
        "a:=b/",
        "a:=b//c",
        "a:=1b",
        "a:=~b",
        "a:={node}",
        "*:=b",
        "a__b:=c",
        "__ns:=robot",
        "__ns:=/robot/",
        "__node:=a/b",
        "__node:=",
        "a b:=c",
        "a:b"
      })
  void malformedRulesAreRefused(String rule) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> RemapRule.parse(rule)).getMessage();
    assertTrue(message.contains("'" + rule + "'"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "image, /ns/image",
    "/image, /image",
    "~/image, /ns/n/image",
    "~, /ns/n",
    "{node}/x, /ns/n/x",
    "{ns}/x, /ns/x",
    "a_{node}, /ns/a_n",
    "~/{node}, /ns/n/n",
    "_hidden, /ns/_hidden"
  })
  void namesAreExpanded(String name, String expanded) {
    assertEquals(expanded, RosNames.expand(name, new NodeName("/ns", "n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "~x", "/", "a/", "a//b", "7a", "a/7b", "a-b", "a b", "{x}/a", "{node", "a~"})
  void whatIsNoNameIsRefused(String name) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> RosNames.expand(name, new NodeName("/", "n")))
            .getMessage();
    assertTrue(message.startsWith("'" + name + "' is no topic or service"), message);
  }

  @Test
  void logLevelsGoFromTheNearestPartOfALoggersName() {
    RosArguments read =
        parse(
            "--ros-args --log-level warn --log-level robot:=DEBUG --log-level robot.fathom:=error");
    assertEquals(LogLevel.WARN, read.level("fathom", LogLevel.INFO));
    assertEquals(LogLevel.DEBUG, read.level("robot.nav", LogLevel.INFO));
    assertEquals(LogLevel.ERROR, read.level("robot.fathom", LogLevel.INFO));
    assertEquals(LogLevel.INFO, RosArguments.none().level("fathom", LogLevel.INFO));
    assertTrue(refusal("--ros-args --log-level loud").contains("'loud'"));
  }

  @Test
  void switchesAndFilesOfTheLogAreKept() {
    RosArguments read =
        parse(
            "--ros-args --disable-rosout-logs --log-config-file l.cfg -e /sros --log-file-name f");
    assertFalse(read.logsToRosout());
    assertTrue(read.logsToTerminal());
    assertEquals(Path.of("l.cfg"), read.logConfigFile());
    assertEquals("f", read.logFileName());
    assertEquals("/sros", read.enclave());
    assertTrue(parse("--ros-args --disable-rosout-logs --enable-rosout-logs").logsToRosout());
  }

  @Test
  void parametersOfTheCommandLineMayNameTheirNode() throws IOException {
    RosArguments read = parse("--ros-args -p a:=1 -p fathom:b:=yes -p other:c:=2 -p d:=x:y");
    assertEquals(
        Map.of("a", 1, "b", true, "d", "x:y"), parameters(read, new NodeName("/", "fathom")));
    // rclcpp takes the prefix for a full name.
    assertEquals(Map.of("a", 1, "d", "x:y"), parameters(read, FATHOM));
  }

  @Test
  void whatStandsLastWinsWhereverItStands() throws IOException {
    Path file =
        file("/**: {ros__parameters: {a: 1, b: 1}}\n/robot/fathom: {ros__parameters: {a: 2}}");
    RosArguments read = parse("--ros-args -p b:=3 --params-file " + file + " -p a:=4");
    assertEquals(Map.of("a", 4, "b", 1), parameters(read, FATHOM));
  }

  @ParameterizedTest
  @CsvSource({
    "/**, true",
    "/robot/fathom, true",
    "robot/fathom, true",
    "/*/fathom, true",
    "/**/fathom, true",
    "**/fathom, true",
    "/robot/*, true",
    "/robot/**, true",
    "/*, false",
    "fathom, false",
    "/fathom, false",
    "/robot/fathom2, false",
    "/robot/front/fathom, false",
    "/*/*/fathom, false"
  })
  void sectionsAreMatchedWithTheFullName(String pattern, boolean matches) throws IOException {
    Path file = file("'" + pattern + "': {ros__parameters: {a: 1}}");
    assertEquals(
        matches ? Map.of("a", 1) : Map.of(),
        parameters(parse("--ros-args --params-file " + file), FATHOM));
    assertEquals(matches ? 0 : 1, warnings.size());
  }

  @Test
  void namespacesMayBeNestedInFiles() throws IOException {
    Path file = file("/robot:\n  fathom:\n    ros__parameters: {a: {b: 1}}\n");
    assertEquals(Map.of("a.b", 1), parameters(parse("--ros-args --params-file " + file), FATHOM));
  }

  @Test
  void aFileWithNothingForTheNodeIsAWarningThatNamesWhatItHas() throws IOException {
    Path file = file("/robot/fathum: {ros__parameters: {a: 1}}");
    assertEquals(Map.of(), parameters(parse("--ros-args --params-file " + file), FATHOM));
    assertEquals(
        List.of(
            "parameter file "
                + file
                + " has nothing for node /robot/fathom, only for /robot/fathum"),
        warnings);
  }

  @Test
  void onlySectionsWithWildcardsMayBeMeantForOthers() throws IOException {
    Path file = file("/**: {ros__parameters: {a: 1}}\n/robot/fathom: {ros__parameters: {b: 2}}");
    RosArguments read = parse("--ros-args -p c:=3 --params-file " + file);
    assertEquals(
        List.of(false, true, false),
        read.parameters(FATHOM, warnings::add).stream()
            .map(ParameterOverride::forAnyNode)
            .toList());
  }
}
