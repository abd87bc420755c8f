package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt64;
import java.util.List;

/** What a call of the parameter service ListParameters asks. */
@RosType("rcl_interfaces/srv/ListParameters_Request")
public record ListParametersRequest(List<String> prefixes, @UInt64 long depth) {
  @UInt64 public static final long DEPTH_RECURSIVE = 0;
}
