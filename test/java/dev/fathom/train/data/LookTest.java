package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookTest {
  private static final int[] AS_IT_IS = {0, 1, 2};

  @Test
  void withoutSaturationAPictureIsGrey() {
    byte[] rgb = {100, 50, 10};
    Look.recolour(rgb, AS_IT_IS, 0, 1, 0);
    // 0.299 · 100 + 0.587 · 50 + 0.114 · 10 = 60.39
    assertArrayEquals(new byte[] {60, 60, 60}, rgb);
  }

  @Test
  void channelsAreExchangedAndContrastAndShiftAct() {
    byte[] rgb = {100, 50, 10};
    Look.recolour(rgb, new int[] {2, 0, 1}, 1, 1.2, 3);
    assertArrayEquals(new byte[] {15, 123, 63}, rgb);
  }

  @Test
  void whatIsTooBrightOrTooDarkIsLimited() {
    byte[] rgb = {(byte) 250, 0, 128 - 1};
    Look.recolour(rgb, AS_IT_IS, 1, 2, -127);
    assertEquals(255, rgb[0] & 0xff);
    assertEquals(0, rgb[1]);
  }

  @Test
  void sharpeningLeavesAnEvenPictureAndRaisesAPoint() {
    byte[] rgb = new byte[3 * 25];
    Arrays.fill(rgb, (byte) 40);
    byte[] even = rgb.clone();
    Look look = new Look();
    look.sharpen(rgb, 5, 1);
    assertArrayEquals(even, rgb);
    int middle = 3 * 12;
    rgb[middle] = 60;
    look.sharpen(rgb, 5, 0.5);
    // 60 + (60 − 40) / 2, and beside it 40 + (40 − (60 + 3 · 40) / 4) / 2
    assertEquals(70, rgb[middle]);
    assertEquals(38, rgb[middle + 3]);
    assertEquals(40, rgb[middle + 1]);
  }

  @Test
  void theSameNumbersMakeTheSameLookAndOthersAnother() {
    byte[] first = picture();
    byte[] second = picture();
    byte[] other = picture();
    new Look().apply(new Random(1), first, 8);
    new Look().apply(new Random(1), second, 8);
    new Look().apply(new Random(2), other, 8);
    assertArrayEquals(first, second);
    assertFalse(Arrays.equals(first, other));
  }

  @Test
  void aFewLooksAreGrey() {
    int grey = 0;
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      byte[] rgb = picture();
      new Look().apply(random, rgb, 8);
      boolean colourless = true;
      for (int p = 0; p < rgb.length; p += 3) {
        colourless &= Math.abs((rgb[p] & 0xff) - (rgb[p + 1] & 0xff)) <= 1;
      }
      grey += colourless ? 1 : 0;
    }
    assertTrue(grey > 8 && grey < 60, grey + " of 400 are grey");
  }

  @Test
  void manyLooksHaveWhitePatchesWhereThePictureHasNone() {
    Random random = new Random(5);
    int patched = 0;
    for (int i = 0; i < 200; i++) {
      byte[] rgb = new byte[3 * 40 * 30];
      Arrays.fill(rgb, (byte) 100);
      new Look().apply(random, rgb, 40);
      int white = 0;
      for (int p = 0; p < rgb.length; p += 3) {
        white +=
            Math.min(rgb[p] & 0xff, Math.min(rgb[p + 1] & 0xff, rgb[p + 2] & 0xff)) > 220 ? 1 : 0;
      }
      patched += white > 4 ? 1 : 0;
    }
    // Half have one to four patches of which two in three are white.
    assertTrue(patched > 60 && patched < 110, patched + " of 200 have white patches");
  }

  private static byte[] picture() {
    byte[] rgb = new byte[3 * 48];
    Random random = new Random(7);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (60 + random.nextInt(140));
    }
    return rgb;
  }
}
