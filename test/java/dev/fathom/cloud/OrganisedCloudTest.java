package dev.fathom.cloud;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Allocations;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganisedCloudTest {
  private final OrganisedCloud kernel = new OrganisedCloud();

  @ParameterizedTest
  @CsvSource({"1,1,3", "2,1,3", "3,2,3", "4,3,3", "31,17,3", "64,48,3", "1,1,1", "31,17,1"})
  void equalsThePlainDefinition(int width, int height, int channels) {
    Intrinsics camera = CloudScenes.camera(width, height);
    for (long seed = 0; seed < 20; seed++) {
      FloatImage depth = CloudScenes.depth(width, height, 30, seed);
      Image8 colour = CloudScenes.colour(width, height, channels, seed);
      byte[] cloud = new byte[5 + OrganisedCloud.byteLength(width, height)];
      assertEquals(cloud.length - 5, kernel.write(depth, colour, camera, cloud, 5));
      ByteBuffer points = CloudScenes.littleEndian(cloud);
      for (int i = 0; i < depth.size(); i++) {
        String where = "seed " + seed + " pixel " + i;
        float z = depth.data()[i];
        boolean known = z > 0 && z < 1e6;
        double x = known ? z * (i % width - camera.cx()) / camera.fx() : Double.NaN;
        int v = i / width;
        double y = known ? z * (v - camera.cy()) / camera.fy() : Double.NaN;
        int at = 5 + i * PointLayout.POINT_BYTES;
        assertClose(x, points.getFloat(at), where);
        assertClose(y, points.getFloat(at + 4), where);
        assertEquals(known ? z : Float.NaN, points.getFloat(at + 8), where);
        assertEquals(CloudScenes.rgbAt(colour, i), points.getInt(at + 12), where);
      }
    }
  }

  /** Two roundings to single precision. */
  private static void assertClose(double expected, float found, String where) {
    if (Double.isNaN(expected)) {
      assertTrue(Float.isNaN(found), where);
    } else {
      assertEquals(expected, found, 2e-7 * Math.abs(expected), where);
    }
  }

  @Test
  void neitherInfinityNorZeroDepthLeaves() {
    for (long seed = 0; seed < 10; seed++) {
      FloatImage depth = CloudScenes.depth(50, 40, 60, seed);
      byte[] cloud = new byte[OrganisedCloud.byteLength(50, 40)];
      Image8 colour = CloudScenes.colour(50, 40, 3, seed);
      kernel.write(depth, colour, CloudScenes.camera(50, 40), cloud, 0);
      ByteBuffer points = CloudScenes.littleEndian(cloud);
      for (int at = 0; at < cloud.length; at += PointLayout.POINT_BYTES) {
        float z = points.getFloat(at + 8);
        String where = "seed " + seed + " byte " + at;
        assertEquals(Float.isNaN(z), Float.isNaN(points.getFloat(at)), where);
        assertEquals(Float.isNaN(z), Float.isNaN(points.getFloat(at + 4)), where);
        assertTrue(Float.isNaN(z) || (z > 0 && z <= 1e6f), where);
        assertTrue(!Float.isInfinite(points.getFloat(at)), where);
        assertTrue(!Float.isInfinite(points.getFloat(at + 4)), where);
      }
    }
  }

  @Test
  void pointsProjectBackToTheirPixels() {
    Intrinsics camera = new Intrinsics(97, 71, 88.5, 90.25, 47.3, 36.9);
    byte[] cloud = new byte[OrganisedCloud.byteLength(97, 71)];
    FloatImage depth = CloudScenes.depth(97, 71, 0, 4);
    kernel.write(depth, CloudScenes.colour(97, 71, 1, 4), camera, cloud, 0);
    ByteBuffer points = CloudScenes.littleEndian(cloud);
    for (int i = 0; i < depth.size(); i++) {
      float z = points.getFloat(i * 16 + 8);
      assertEquals(i % 97, camera.projectX(points.getFloat(i * 16), z), 1e-4);
      int v = i / 97;
      assertEquals(v, camera.projectY(points.getFloat(i * 16 + 4), z), 1e-4);
    }
  }

  @Test
  void aChangeOfCameraIsFollowed() {
    Image8 colour = CloudScenes.colour(20, 10, 3, 1);
    FloatImage depth = CloudScenes.depth(20, 10, 0, 1);
    Intrinsics first = CloudScenes.camera(20, 10);
    Intrinsics second = new Intrinsics(20, 10, 7, 7, 3, 3);
    byte[] expected = new byte[OrganisedCloud.byteLength(20, 10)];
    new OrganisedCloud().write(depth, colour, second, expected, 0);
    byte[] cloud = new byte[expected.length];
    kernel.write(depth, colour, first, cloud, 0);
    kernel.write(depth, colour, second, cloud, 0);
    assertArrayEquals(expected, cloud);
  }

  @Test
  void sizesThatDisagreeAreRefused() {
    FloatImage depth = CloudScenes.depth(8, 6, 0, 1);
    Image8 colour = CloudScenes.colour(8, 6, 3, 1);
    Intrinsics camera = CloudScenes.camera(8, 6);
    byte[] cloud = new byte[OrganisedCloud.byteLength(8, 6)];
    assertRefused(depth, colour, CloudScenes.camera(6, 8), cloud, 0);
    assertRefused(depth, CloudScenes.colour(8, 5, 3, 1), camera, cloud, 0);
    assertRefused(depth, CloudScenes.colour(8, 6, 4, 1), camera, cloud, 0);
    assertRefused(depth, colour, camera, cloud, 1);
    assertRefused(depth, colour, camera, cloud, -1);
    assertTrue(Arrays.equals(new byte[cloud.length], cloud));
  }

  private void assertRefused(
      FloatImage depth, Image8 colour, Intrinsics camera, byte[] cloud, int offset) {
    assertThrows(
        IllegalArgumentException.class, () -> kernel.write(depth, colour, camera, cloud, offset));
  }

  @Test
  void steadyStateAllocatesNothing() {
    FloatImage depth = CloudScenes.depth(64, 48, 20, 1);
    Image8 colour = CloudScenes.colour(64, 48, 3, 1);
    Intrinsics camera = CloudScenes.camera(64, 48);
    byte[] cloud = new byte[OrganisedCloud.byteLength(64, 48)];
    assertEquals(0, Allocations.ofSteadyState(() -> kernel.write(depth, colour, camera, cloud, 0)));
  }

  @Test
  void layoutIsWhatRosViewersExpect() {
    assertEquals(
        "[Field[name=x, offset=0, datatype=7, count=1], Field[name=y, offset=4, datatype=7,"
            + " count=1], Field[name=z, offset=8, datatype=7, count=1], Field[name=rgb,"
            + " offset=12, datatype=7, count=1]]",
        PointLayout.FIELDS.toString());
  }
}
