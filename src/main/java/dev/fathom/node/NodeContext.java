package dev.fathom.node;

import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.ros.Transport;
import dev.fathom.ros.log.NodeLog;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What surrounds a node.
 *
 * @param rosNanos the time of ROS: the system's, or the simulator's
 * @param models where models are looked up by name
 * @param refused told when new settings of the pipeline turned out not to load
 */
public record NodeContext(
    Transport transport,
    NodeLog log,
    EndpointQos qos,
    LongSupplier rosNanos,
    Path models,
    Refused refused) {
  /** Takes settings back that could not be made true. Threads: any. */
  @FunctionalInterface
  public interface Refused {
    /**
     * Takes them back.
     *
     * @param wanted what does not load
     * @param serving what goes on
     */
    void tell(PipelineOptions wanted, PipelineOptions serving);
  }
}
