package dev.fathom.replay;

import dev.fathom.codec.msg.Image;
import dev.fathom.image.Depth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The depth images that a replay wrote. */
final class Depths {
  static final String TOPIC = "/fathom/depth/image_rect";

  private Depths() {}

  static List<Image> of(Path out) throws IOException {
    return Replays.messages(out.resolve("bag"), TOPIC, Image.class);
  }

  /** Their stamps, in milliseconds since the start of a {@link PairBag}. */
  static List<Long> stampMillis(Path out) throws IOException {
    return of(out).stream()
        .map(d -> (d.header().stamp().nanos() - PairBag.START_NANOS) / 1_000_000)
        .toList();
  }

  static FloatBuffer metres(Image depth) {
    return ByteBuffer.wrap(depth.data().array(), depth.data().offset(), depth.data().length())
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
  }

  /** Median of the known depths; NaN where none is. */
  static double median(Image depth) {
    FloatBuffer metres = metres(depth);
    float[] known = new float[metres.limit()];
    int count = 0;
    for (int i = 0; i < metres.limit(); i++) {
      if (Depth.isKnown(metres.get(i))) {
        known[count++] = metres.get(i);
      }
    }
    Arrays.sort(known, 0, count);
    return count == 0 ? Double.NaN : known[count / 2];
  }
}
