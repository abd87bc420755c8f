package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** How long one stage takes. Units: milliseconds a frame, over the last frames. */
@RosType("fathom/msg/StageLatency")
public record StageLatency(String stage, float p50Ms, float p99Ms) {}
