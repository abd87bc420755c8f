package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt64;
import java.util.List;

/**
 * How the depth stream is doing, as Fathom publishes it beside each frame.
 *
 * <p>Units: {@code scale} is metres a model unit, {@code scaleSigma} its standard deviation; {@code
 * validShare} is the share of pixels with known depth, 0 to 1; {@code meanSigma} is metres.
 * Invalid: NaN for what is not known, such as the scale of a pipeline that needs none.
 */
@RosType("fathom/msg/DepthStatus")
public record DepthStatus(
    Header header,
    String pipeline,
    String model,
    String device,
    @UInt64 long framesIn,
    @UInt64 long framesOut,
    List<DropCount> framesDropped,
    List<StageLatency> latency,
    float scale,
    float scaleSigma,
    float validShare,
    float meanSigma) {}
