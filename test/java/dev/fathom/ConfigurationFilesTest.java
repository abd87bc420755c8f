package dev.fathom;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fathom.config.ParameterFile;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parameter file that is shipped for nodes holds only real parameters, in range. */
class ConfigurationFilesTest {
  static List<Path> files() throws IOException {
    try (Stream<Path> pipelines = Files.list(Path.of("config"));
        Stream<Path> robots = Files.list(Path.of("config", "robots"))) {
      return Stream.concat(pipelines, robots)
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void itBindsForANodeOfAnyNamespace(Path file) throws IOException {
    List<Setting> settings = ParameterFile.read(file, "/robot1/fathom_cloud");
    assertFalse(settings.isEmpty());
    NodeSettings bound = RecordBinding.bind(NodeSettings.defaults(), settings);
    assertFalse(bound.equals(NodeSettings.defaults()), "the file changes something");
  }
}
