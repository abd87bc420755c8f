package dev.fathom.ros;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import java.util.function.Function;

/**
 * A service's handler on message records.
 *
 * @param <Q> the request
 * @param <A> the response
 */
public final class RecordHandler<Q extends Record, A extends Record> implements ServiceHandler {
  private final MessageCodec<Q> requests;
  private final MessageCodec<A> responses;
  private final Function<Q, A> answer;

  public RecordHandler(Class<Q> request, Class<A> response, Function<Q, A> answer) {
    this.requests = MessageCodec.of(request);
    this.responses = MessageCodec.of(response);
    this.answer = answer;
  }

  @Override
  public void answer(byte[] request, int length, CdrBuffer response) {
    responses.encode(answer.apply(requests.decode(request, 0, length)), response);
  }
}
