package dev.fathom.model;

import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/** TensorFlow's session settings from our options, and the check that the device is there. */
final class Devices {
  private Devices() {}

  /**
   * The session settings for {@code options}.
   *
   * @throws IllegalArgumentException if the options name a GPU that TensorFlow does not find
   */
  static ConfigProto configure(ModelOptions options) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(options.intraOpThreads())
            .setInterOpParallelismThreads(options.interOpThreads());
    GPUOptions.Builder gpu = GPUOptions.newBuilder().setAllowGrowth(true);
    if (options.device().equals("cpu")) {
      config.putDeviceCount("GPU", 0);
    } else if (options.device().startsWith("gpu:")) {
      gpu.setVisibleDeviceList(options.device().substring("gpu:".length()));
    }
    config.setGpuOptions(gpu);
    if (options.bfloat16()) {
      config.setGraphOptions(
          GraphOptions.newBuilder()
              .setRewriteOptions(
                  RewriterConfig.newBuilder()
                      .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON)));
    }
    ConfigProto built = config.build();
    if (options.device().startsWith("gpu:")) {
      requireGpu(options.device(), built);
    }
    return built;
  }

  /** TensorFlow falls back to the CPU in silence, so a one-op graph is pinned to the GPU. */
  private static void requireGpu(String device, ConfigProto config) {
    try {
      probe(config);
    } catch (TensorFlowException | IllegalArgumentException absent) {
      throw new IllegalArgumentException(
          "device "
              + device
              + " was asked for, but TensorFlow finds no such GPU here (is this its"
              + " GPU build, and are the CUDA 12 libraries there?); auto or cpu runs without",
          absent);
    }
  }

  /** What a network computes on: {@code cpu}, or a GPU by its number. */
  static String inUse(String device) {
    if (!device.equals("auto")) {
      return device;
    }
    try {
      probe(
          ConfigProto.newBuilder()
              .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
              .build());
      return "gpu:0";
    } catch (TensorFlowException | IllegalArgumentException absent) {
      return "cpu";
    }
  }

  private static void probe(ConfigProto config) {
    DeviceSpec firstVisible =
        DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.GPU).deviceIndex(0).build();
    try (Graph graph = new Graph();
        Session session = new Session(graph, config)) {
      var probe = Ops.create(graph).withDevice(firstVisible).constant(1f);
      session.runner().fetch(probe).run().close();
    }
  }
}
