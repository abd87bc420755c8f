package dev.fathom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * package.xml keeps the rules of its format, and names everything that the program needs.
 *
 * <p>Source: REP 149 and its schema, package_format3.xsd.
 */
class PackageManifestTest {
  private static final Set<String> DEPENDENCIES =
      Set.of(
          "build_depend",
          "build_export_depend",
          "buildtool_depend",
          "buildtool_export_depend",
          "exec_depend",
          "depend",
          "doc_depend",
          "test_depend",
          "conflict",
          "replace");

  /** What may stand in a manifest, in the order it must stand in; dependencies are one step. */
  private static final List<Set<String>> ORDER =
      List.of(
          Set.of("name"),
          Set.of("version"),
          Set.of("description"),
          Set.of("maintainer"),
          Set.of("license"),
          Set.of("url"),
          Set.of("author"),
          DEPENDENCIES,
          Set.of("group_depend"),
          Set.of("member_of_group"),
          Set.of("export"));

  private static final Pattern INTERFACE =
      Pattern.compile("\"([a-z][a-z0-9_]*)/(?:msg|srv|action)/[A-Z]");

  private static Document manifest;

  @BeforeAll
  static void read() throws Exception {
    manifest =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("package.xml"));
  }

  private static List<Element> elements() {
    List<Element> elements = new ArrayList<>();
    for (Node n = manifest.getDocumentElement().getFirstChild();
        n != null;
        n = n.getNextSibling()) {
      if (n instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static List<String> texts(String... tags) {
    return elements().stream()
        .filter(e -> List.of(tags).contains(e.getTagName()))
        .map(e -> e.getTextContent().strip())
        .toList();
  }

  @Test
  void elementsStandInTheOrderOfTheSchema() {
    assertEquals("package", manifest.getDocumentElement().getTagName());
    assertEquals("3", manifest.getDocumentElement().getAttribute("format"));
    int step = 0;
    for (Element element : elements()) {
      String tag = element.getTagName();
      int at = step;
      while (at < ORDER.size() && !ORDER.get(at).contains(tag)) {
        at++;
      }
      assertTrue(at < ORDER.size(), "<" + tag + "> is unknown or too late");
      step = at;
    }
    for (String once : List.of("name", "version", "description", "export")) {
      assertEquals(1, texts(once).size(), once);
    }
    assertTrue(!texts("maintainer").isEmpty() && !texts("license").isEmpty());
  }

  @Test
  void valuesHaveTheFormOfTheSchema() {
    assertTrue(texts("name").get(0).matches("[a-z](_?[a-z0-9]+)*"));
    assertTrue(texts("version").get(0).matches("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*)){2}"));
    String mail = "[-a-zA-Z0-9_%+]+(\\.[-a-zA-Z0-9_%+]+)*@[-a-zA-Z0-9%]+(\\.[-a-zA-Z0-9%]+)*";
    elements().stream()
        .filter(e -> e.getTagName().equals("maintainer"))
        .forEach(e -> assertTrue(e.getAttribute("email").matches(mail + "\\.[a-zA-Z]{2,}")));
    for (Element license : elements()) {
      if (license.getTagName().equals("license")) {
        assertTrue(
            Files.isRegularFile(Path.of(license.getAttribute("file"))), "the license's file");
      }
    }
    Set<String> seen = new HashSet<>();
    for (Element element : elements()) {
      String dependency = element.getTagName() + " " + element.getTextContent();
      assertTrue(seen.add(dependency) || !DEPENDENCIES.contains(element.getTagName()), dependency);
    }
  }

  @Test
  void theVersionIsMavens() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>fathom</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(version.find());
    assertEquals(version.group(1), texts("version").get(0));
  }

  @Test
  void everyInterfaceThatTheProgramNamesIsADependency() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
      for (Path source : sources.filter(p -> p.toString().endsWith(".java")).toList()) {
        Matcher matcher = INTERFACE.matcher(Files.readString(source));
        while (matcher.find()) {
          named.add(matcher.group(1));
        }
      }
    }
    assertTrue(named.contains("sensor_msgs"), "interfaces are found in the sources");
    named.remove("fathom");
    // The transport over DDS writes its messages itself, where there is no ROS.
    named.remove("rmw_dds_common");
    named.removeAll(texts("depend", "exec_depend"));
    assertEquals(Set.of(), named, "interface packages that package.xml does not name");
  }

  @Test
  void everyMessageIsBuilt() throws IOException {
    String build = Files.readString(Path.of("CMakeLists.txt"));
    Pattern field = Pattern.compile("^([a-z][a-z0-9_]*)/[A-Z]", Pattern.MULTILINE);
    try (Stream<Path> messages = Files.list(Path.of("msg"))) {
      for (Path message : messages.collect(Collectors.toCollection(TreeSet::new))) {
        assertTrue(build.contains("  msg/" + message.getFileName()), message.toString());
        Matcher used = field.matcher(Files.readString(message));
        while (used.find()) {
          String dependency = used.group(1);
          assertTrue(
              dependency.equals("fathom") || texts("depend").contains(dependency), dependency);
        }
      }
    }
    assertTrue(texts("member_of_group").contains("rosidl_interface_packages"));
    assertTrue(texts("buildtool_depend").contains("rosidl_default_generators"));
    assertTrue(texts("exec_depend").contains("rosidl_default_runtime"));
  }
}
