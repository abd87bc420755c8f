package dev.fathom.pipeline;

import dev.fathom.codec.CdrBuffer;
import java.io.IOException;

/** Where products go: a recording, or a publisher. */
@FunctionalInterface
public interface ProductSink {
  /**
   * Takes one product.
   *
   * @param stampNanos the input image's stamp
   * @param bytes the message in CDR, valid until this call returns
   */
  void publish(Product product, long stampNanos, CdrBuffer bytes) throws IOException;
}
