package dev.fathom.pipeline;

import dev.fathom.codec.CdrBuffer;
import java.io.IOException;

/**
 * Where products go: a recording, or a publisher. It owns the buffers, so that nothing need be
 * copied.
 */
public interface ProductSink {
  /** Whether anybody wants the product now; what nobody wants is not made. */
  default boolean wants(Product product) {
    return true;
  }

  /** A buffer to write the next message into; it comes back through {@link #publish}. */
  CdrBuffer buffer() throws IOException;

  /**
   * Takes one product.
   *
   * @param stampNanos the input image's stamp
   * @param message what {@link #buffer} gave out, now holding the message in CDR
   */
  void publish(Product product, long stampNanos, CdrBuffer message) throws IOException;
}
