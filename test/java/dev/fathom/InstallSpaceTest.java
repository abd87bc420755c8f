package dev.fathom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What CMakeLists.txt installs is a package that ROS 2 finds, and a program that runs from there.
 *
 * <p>The packages of ROS 2 that CMake looks for are stand-ins (test/underlay).
 */
class InstallSpaceTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  /** Libraries with natives are large and not needed to start the program. */
  private static final long MOST_BYTES = 3_000_000;

  @TempDir static Path folder;

  private static Path prebuilt;

  private record Ended(int code, String text) {}

  private static Ended run(Path directory, Object... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Arrays.stream(command).map(String::valueOf).toList())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  @BeforeAll
  static void buildAJar() throws Exception {
    for (String tool : List.of("cmake", "cc", "c++")) {
      boolean present = true;
      try {
        present = run(folder, tool, "--version").code() == 0;
      } catch (IOException absent) {
        present = false;
      }
      if (!present) {
        System.out.println("skipped: there is no " + tool + "; CMakeLists.txt is not tried");
      }
      Assumptions.assumeTrue(present, "there is no " + tool);
    }
    prebuilt = Files.createDirectory(folder.resolve("prebuilt"));
    String listed = Files.readString(Path.of("target", "test-classpath")).strip();
    String jars =
        Arrays.stream(listed.split(File.pathSeparator, -1))
            .filter(jar -> new File(jar).length() < MOST_BYTES)
            .collect(Collectors.joining(File.pathSeparator));
    Files.writeString(prebuilt.resolve("classpath"), jars);
    writeJar(prebuilt.resolve("fathom-" + version() + ".jar"), Path.of("target", "classes"));
  }

  private static String version() throws IOException {
    String manifest = Files.readString(Path.of("package.xml"));
    return manifest.substring(manifest.indexOf("<version>") + 9, manifest.indexOf("</version>"));
  }

  private static void writeJar(Path file, Path classes) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> found = Files.walk(classes)) {
      for (Path entry : found.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(entry).toString()));
        Files.copy(entry, jar);
      }
    }
  }

  private static Ended configure(Path build, Path install, String... more)
      throws IOException, InterruptedException {
    List<Object> command = new ArrayList<>(List.of("cmake", "-Wno-dev", "-S", ROOT, "-B", build));
    for (String name : List.of("ament_cmake", "std_msgs", "rosidl_default_generators")) {
      command.add("-D" + name + "_DIR=" + ROOT.resolve("test").resolve("underlay"));
    }
    command.add("-DCMAKE_INSTALL_PREFIX=" + install);
    command.addAll(List.of(more));
    return run(folder, command.toArray());
  }

  private static Path install(boolean links) throws IOException, InterruptedException {
    Path build = Files.createTempDirectory(folder, "build");
    Path install = Files.createTempDirectory(folder, "install");
    Ended configured =
        configure(
            build,
            install,
            "-DFATHOM_PREBUILT=" + prebuilt,
            "-DAMENT_CMAKE_SYMLINK_INSTALL=" + (links ? "ON" : "OFF"));
    assertEquals(0, configured.code(), configured.text());
    Ended built = run(folder, "cmake", "--build", build, "--target", "install");
    assertEquals(0, built.code(), built.text());
    return install;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theProgramRunsFromTheInstallSpaceWithItsOwnModels(boolean links) throws Exception {
    Path install = install(links);
    Path launcher = install.resolve("lib/fathom/fathom");
    assertEquals(links, Files.isSymbolicLink(launcher));
    Ended version = run(folder, launcher, "--version");
    assertEquals(0, version.code(), version.text());
    assertTrue(version.text().startsWith("fathom "), version.text());
    Ended models = run(folder, launcher, "models", "list");
    assertEquals(0, models.code(), models.text());
    assertTrue(models.text().contains("fathom_stereo"), models.text());
    assertFalse(Files.exists(install.resolve("share/fathom/target")), "nothing is built there");
    Ended gpu = run(folder, launcher, "--gpu", "models", "list");
    assertEquals(2, gpu.code(), gpu.text());
    assertTrue(gpu.text().contains("-DFATHOM_VARIANT=gpu"), gpu.text());
    removeLinks(install);
  }

  /** JUnit warns of every link that it finds in a folder of its own. */
  private static void removeLinks(Path install) throws IOException {
    try (Stream<Path> files = Files.walk(install)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void rosFindsEverythingAndTheInstallSpaceCanBeMoved() throws Exception {
    Path install = install(false);
    Path share = install.resolve("share/fathom");
    for (String file :
        List.of(
            "package.xml",
            "LICENSE",
            "launch/depth.launch.py",
            "launch/stereo.launch.py",
            "launch/replay.launch.py",
            "config/robots/indoor.yaml",
            "config/nav2/voxel_layer.yaml",
            "rviz/fathom.rviz",
            "models/fathom_mono/saved_model.pb",
            "../ament_index/resource_index/packages/fathom")) {
      assertTrue(Files.isRegularFile(share.resolve(file)), file);
    }
    assertEquals(
        "msg/DepthStatus.msg\nmsg/DropCount.msg\nmsg/StageLatency.msg\n",
        Files.readString(share.resolve("../ament_index/resource_index/rosidl_interfaces/fathom")));
    assertNoLinks(install);
    Path moved = Files.move(install, folder.resolve("moved"));
    Ended models = run(folder, moved.resolve("lib/fathom/fathom"), "models", "list");
    assertEquals(0, models.code(), models.text());
  }

  private static void assertNoLinks(Path install) throws IOException {
    try (Stream<Path> files = Files.walk(install)) {
      assertEquals(List.of(), files.filter(Files::isSymbolicLink).toList());
    }
  }

  @Test
  void jarsOfAnEarlierBuildAreRemoved() throws Exception {
    Path build = Files.createTempDirectory(folder, "build");
    Path install = Files.createTempDirectory(folder, "install");
    assertEquals(0, configure(build, install, "-DFATHOM_PREBUILT=" + prebuilt).code());
    Path jars = Files.createDirectories(install.resolve("share/fathom/jar"));
    Files.writeString(jars.resolve("fathom-0.0.9.jar"), "old");
    Files.createSymbolicLink(jars.resolve("fathom-" + version() + ".jar"), Path.of("gone"));
    Ended built = run(folder, "cmake", "--build", build, "--target", "install");
    assertEquals(0, built.code(), built.text());
    try (Stream<Path> present = Files.list(jars)) {
      List<String> listed = Files.readAllLines(jars.resolve("classpath"));
      assertEquals(
          new TreeSet<>(listed),
          present
              .map(jar -> jar.getFileName().toString())
              .filter(name -> name.endsWith(".jar"))
              .collect(Collectors.toCollection(TreeSet::new)));
      assertTrue(listed.get(0).startsWith("fathom-"), "our own jar comes first");
    }
    assertNoLinks(install);
  }

  @Test
  void mavenBuildsTheVariantOutsideTheSources() throws Exception {
    Path asked = folder.resolve("asked");
    Path mvn = folder.resolve("mvn");
    Files.writeString(
        mvn,
        """
        #!/bin/sh
        echo "$@" >>'%s'
        for word in "$@"; do case $word in -Dfathom.target=*) target=${word#*=}; esac; done
        mkdir -p "$target"
        cp '%s' "$target/"
        cp '%s' "$target/classpath-gpu-cuda"
        """
            .formatted(
                asked,
                prebuilt.resolve("fathom-" + version() + ".jar"),
                prebuilt.resolve("classpath")));
    assertTrue(mvn.toFile().setExecutable(true));
    Path build = Files.createTempDirectory(folder, "build");
    Path install = Files.createTempDirectory(folder, "install");
    Ended configured =
        configure(build, install, "-DFATHOM_MVN=" + mvn, "-DFATHOM_VARIANT=gpu-cuda");
    assertEquals(0, configured.code(), configured.text());
    for (int i = 0; i < 2; i++) {
      Ended built = run(folder, "cmake", "--build", build, "--target", "install");
      assertEquals(0, built.code(), built.text());
    }
    List<String> calls = Files.readAllLines(asked);
    assertEquals(1, calls.size(), "nothing changed before the second build: " + calls);
    String words = " " + calls.get(0) + " ";
    for (String word :
        List.of("-Pgpu", "-Pcuda", "-Dfathom.target=" + build.resolve("maven"), "package")) {
      assertTrue(words.contains(" " + word + " "), word + " in" + words);
    }
    Ended gpu = run(folder, install.resolve("lib/fathom/fathom"), "--gpu", "models", "list");
    assertEquals(0, gpu.code(), gpu.text());
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Path build = Files.createTempDirectory(folder, "build");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(0, configure(build, empty, "-DFATHOM_PREBUILT=" + empty).code());
    Ended installed = run(folder, "cmake", "--install", build);
    assertTrue(installed.code() != 0, installed.text());
    assertTrue(oneLine(installed).contains("Maven did not build Fathom " + version()));
    Ended variant = configure(build, empty, "-DFATHOM_VARIANT=cuda");
    assertTrue(variant.code() != 0, variant.text());
    assertTrue(oneLine(variant).contains("empty, gpu or gpu-cuda, found 'cuda'"), variant.text());
  }

  /** CMake breaks its messages into lines. */
  private static String oneLine(Ended ended) {
    return ended.text().replaceAll("\\s+", " ");
  }
}
