package dev.fathom.bag.mcap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** The CRC of a whole from the CRCs of its parts. */
class Crc32SumTest {
  private static int crc(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  @Test
  void equalsTheCrcOfAllBytesWhereverTheyAreDivided() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(5000)];
      random.nextBytes(bytes);
      int cut = random.nextInt(bytes.length + 1);
      int whole = crc(bytes, 0, bytes.length);
      int joined =
          Crc32Sum.concatenated(
              crc(bytes, 0, cut), crc(bytes, cut, bytes.length), bytes.length - cut);
      assertEquals(whole, joined, "seed " + seed);
    }
  }
}
