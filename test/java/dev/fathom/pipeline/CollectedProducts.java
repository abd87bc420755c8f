package dev.fathom.pipeline;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A sink that keeps every product's bytes, as a subscriber would get them. */
final class CollectedProducts implements ProductSink {
  private final Map<Product, byte[]> bytes = new EnumMap<>(Product.class);
  private final List<Product> order = new ArrayList<>();
  private final List<Long> stamps = new ArrayList<>();

  static CollectedProducts of(PipelineOptions options, DepthEstimate estimate) throws Exception {
    CollectedProducts sink = new CollectedProducts();
    StageClock clock = new StageClock();
    clock.start();
    new ProductEncoder(options).encode(estimate, clock, sink);
    return sink;
  }

  @Override
  public CdrBuffer buffer() {
    return new CdrBuffer();
  }

  @Override
  public void publish(Product product, long stampNanos, CdrBuffer message) {
    bytes.put(product, message.toArray());
    order.add(product);
    stamps.add(stampNanos);
  }

  List<Product> order() {
    return order;
  }

  List<Long> stamps() {
    return stamps;
  }

  <T extends Record> T message(Product product, Class<T> type) {
    byte[] message = bytes.get(product);
    if (message == null) {
      throw new AssertionError(product + " was not published, only " + order);
    }
    return MessageCodec.of(type).decode(message);
  }
}
