package dev.fathom.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.image.Allocations;
import dev.fathom.image.FloatImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DepthEncodingTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  private static FloatImage row(float... values) {
    FloatImage image = new FloatImage().reshape(values.length, 1);
    System.arraycopy(values, 0, image.data(), 0, values.length);
    return image;
  }

  private static int millimetres(float metres) {
    byte[] bytes = new byte[2];
    assertEquals(2, DepthEncoding.toMillimetres(row(metres), bytes, 0));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort() & 0xffff;
  }

  @Test
  void millimetresAreRoundedAndWhatDoesNotFitIsZero() {
    assertEquals(1234, millimetres(1.2344f));
    assertEquals(1235, millimetres(1.2346f));
    assertEquals(65535, millimetres(65.535f));
    assertEquals(0, millimetres(65.536f));
    assertEquals(0, millimetres(1e30f));
    assertEquals(1, millimetres(0.0006f));
    assertEquals(0, millimetres(0.0004f));
  }

  @Test
  void unknownMillimetresAreZero() {
    for (float value : new float[] {Float.NaN, INF, -INF, 0f, -0f, -1f, -65.5f, -1e9f}) {
      assertEquals(0, millimetres(value), "of " + value);
    }
  }

  @Test
  void everyMillimetreSurvivesTheWayToMetresAndBack() {
    for (int value = 1; value <= 65535; value++) {
      assertEquals(value, millimetres((float) (value * 0.001)));
    }
  }

  @Test
  void metresAreLittleEndianAndNeverZero() {
    byte[] bytes = new byte[4 * 7 + 3];
    FloatImage depth = row(2.5f, 0f, -1f, Float.NaN, INF, -INF, 1e-20f);
    assertEquals(28, DepthEncoding.toMetres(depth, bytes, 3));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] expected = {2.5f, Float.NaN, Float.NaN, Float.NaN, INF, -INF, 1e-20f};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], buffer.getFloat(3 + 4 * i));
    }
  }

  @Test
  void floatsStayAsTheyAre() {
    byte[] bytes = new byte[12];
    DepthEncoding.toFloats(row(0f, -3f, 0.25f), bytes, 0);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0f, buffer.getFloat(0));
    assertEquals(-3f, buffer.getFloat(4));
    assertEquals(0.25f, buffer.getFloat(8));
  }

  @Test
  void bytesThatDoNotFitAreRefusedBeforeAnyIsWritten() {
    byte[] bytes = new byte[8];
    FloatImage depth = row(1f, 2f, 3f);
    assertThrows(IllegalArgumentException.class, () -> DepthEncoding.toMetres(depth, bytes, 0));
    assertThrows(
        IllegalArgumentException.class, () -> DepthEncoding.toMillimetres(depth, bytes, 3));
    assertThrows(
        IllegalArgumentException.class, () -> DepthEncoding.toMillimetres(depth, bytes, -1));
    assertTrue(Arrays.equals(bytes, new byte[8]));
  }

  @Test
  void steadyStateAllocatesNothing() {
    FloatImage depth = new FloatImage().reshape(64, 48);
    Arrays.fill(depth.data(), 2f);
    byte[] bytes = new byte[depth.size() * 4];
    assertEquals(0, Allocations.ofSteadyState(() -> DepthEncoding.toMetres(depth, bytes, 0)));
    assertEquals(0, Allocations.ofSteadyState(() -> DepthEncoding.toMillimetres(depth, bytes, 0)));
  }
}
