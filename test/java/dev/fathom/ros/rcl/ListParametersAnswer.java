package dev.fathom.ros.rcl;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.ListParametersResponse;
import dev.fathom.codec.msg.ListParametersResult;
import java.util.List;

/** A response of the service ListParameters with one name in it. */
record ListParametersAnswer(String name) {
  private static final MessageCodec<ListParametersResponse> CODEC =
      MessageCodec.of(ListParametersResponse.class);

  void write(CdrBuffer out) {
    CODEC.encode(
        new ListParametersResponse(new ListParametersResult(List.of(name), List.of())), out);
  }

  static ListParametersAnswer read(byte[] bytes) {
    return new ListParametersAnswer(CODEC.decode(bytes).result().names().get(0));
  }
}
