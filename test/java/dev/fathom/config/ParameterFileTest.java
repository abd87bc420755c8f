package dev.fathom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterFileTest {
  @TempDir private Path directory;

  private List<Setting> read(String yaml) throws IOException {
    return ParameterFile.read(Files.writeString(directory.resolve("p.yaml"), yaml), "fathom");
  }

  private String refusal(String yaml) {
    return assertThrows(IllegalArgumentException.class, () -> read(yaml)).getMessage();
  }

  @Test
  void nestedAndDottedNamesAreTheSame() throws IOException {
    List<Setting> dotted = read("fathom: {ros__parameters: {obstacles.min_range: 1.5}}");
    List<Setting> nested = read("fathom: {ros__parameters: {obstacles: {min_range: 1.5}}}");
    assertEquals("obstacles.min_range", dotted.get(0).name());
    assertEquals(dotted, nested);
  }

  @Test
  void aFileForOtherNodesOnlyIsRefusedWithTheirNames() {
    String message =
        refusal("fathum: {ros__parameters: {model: a}}\nns: {nav: {ros__parameters: {model: b}}}");
    assertTrue(message.contains("'fathom'"), message);
    assertTrue(message.endsWith("only for fathum, ns/nav"), message);
  }

  @Test
  void otherNodesBesideOursArePassedOver() throws IOException {
    List<Setting> settings =
        read("nav: {ros__parameters: {x: 1}}\n/**: {ros__parameters: {model: a}}");
    assertEquals(List.of("model"), settings.stream().map(Setting::name).toList());
  }

  @Test
  void anEmptyFileIsRefused() {
    assertTrue(refusal("").endsWith("is empty"), refusal(""));
    assertTrue(refusal("# nothing\n").endsWith("is empty"), refusal("# nothing\n"));
    assertTrue(refusal("{}").endsWith("only for no node at all"), refusal("{}"));
  }

  @Test
  void aNodeWithoutParametersIsRefused() {
    for (String nothing : List.of("", "{}", "[]", "3")) {
      String message = refusal("fathom:\n  ros__parameters: " + nothing + "\n");
      assertTrue(message.endsWith("'fathom' has no parameters in ros__parameters"), message);
    }
  }
}
