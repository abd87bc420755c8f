package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceResourcesTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;

  /**
   * TensorFlow's Java library makes about 4 kB of small objects a call, whatever the size of the
   * tensors; one picture of these here is 57 kB, one plane of depth 77 kB.
   */
  private static final long BYTES_A_CALL = 12_000;

  private final Path temp;
  private final Image8 picture = new Image8().reshape(WIDTH, HEIGHT, 3);
  private final Intrinsics camera = new Intrinsics(WIDTH, HEIGHT, 100, 100, 80, 60);
  private final FloatImage depth = new FloatImage();
  private final FloatImage sigma = new FloatImage();

  InferenceResourcesTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RGB element_type: UINT8 resize: NONE",
        "BGR element_type: UINT8 resize: NONE",
        "RGB element_type: UINT8 resize: STRETCH width: 80 height: 60",
        "BGR element_type: UINT8 resize: STRETCH width: 80 height: 60",
      })
  void heapAllocatedByACallDoesNotGrowWithThePicture(String input) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (DepthNetwork network = load(input)) {
      int calls = 200;
      run(network, calls);
      long before = threads.getCurrentThreadAllocatedBytes();
      run(network, calls);
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / calls;
      System.out.println("heap bytes a call, " + input + ": " + each);
      assertTrue(each < BYTES_A_CALL, each + " bytes a call");
    }
  }

  @Test
  void nativeMemoryStaysFlatOverTwoThousandCalls() throws IOException {
    boolean linux = Files.isReadable(Path.of("/proc/self/statm"));
    if (!linux) {
      System.out.println("skipped: the resident size is only read on Linux");
    }
    Assumptions.assumeTrue(linux, "the resident size is only read on Linux");
    try (DepthNetwork network = load("BGR element_type: UINT8 resize: NONE")) {
      run(network, 300);
      long before = residentBytes();
      run(network, 2_000);
      long growth = residentBytes() - before;
      System.out.println("resident bytes after 2,000 calls: " + growth);
      // Leaked outputs alone would be 2,000 times 77 kB; the JVM itself moves by some megabytes.
      assertTrue(growth < 60_000_000, growth + " bytes");
    }
  }

  private DepthNetwork load(String input) {
    Path model = TestModels.save(temp, tf -> TestModels.weightedSum(tf, 1e-6));
    TestModels.card(
        model,
        "task: MONO_DEPTH image { tensor: 'image' layout: NHWC colour_order: "
            + input
            + "} outputs { tensor: 'depth' role: DEPTH }");
    return DepthNetwork.load(model, new ModelOptions("cpu", 1, 1, false));
  }

  private void run(DepthNetwork network, int calls) {
    for (int i = 0; i < calls; i++) {
      network.infer(picture, camera, depth, sigma);
    }
  }

  /** Second field of statm, in pages of 4 kB. */
  private static long residentBytes() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/self/statm")).split(" ", 3);
    return Long.parseLong(fields[1]) * 4096;
  }
}
