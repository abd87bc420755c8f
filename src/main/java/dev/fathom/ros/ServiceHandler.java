package dev.fathom.ros;

import dev.fathom.codec.CdrBuffer;

/**
 * Answers the requests of one service. Threads: those of the executor that it was offered with, by
 * default the transport's one.
 */
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
