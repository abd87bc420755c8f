package dev.fathom.ros;

import dev.fathom.codec.CdrBuffer;

/** Answers the requests of one service. Threads: the transport's, one request at a time. */
@FunctionalInterface
public interface ServiceHandler {
  /**
   * Answers one request.
   *
   * @param request the first {@code length} bytes are the request in CDR, with its header
   * @param response to be overwritten with the response
   * @throws dev.fathom.codec.MalformedDataException if the request is none; nobody is answered then
   */
  void answer(byte[] request, int length, CdrBuffer response);
}
