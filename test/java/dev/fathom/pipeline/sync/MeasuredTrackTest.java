package dev.fathom.pipeline.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import dev.fathom.codec.msg.Time;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.Allocations;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MeasuredPoints;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasuredTrackTest {
  private static final long SECOND = 1_000_000_000L;
  private static final CameraCalibration CAMERA =
      CameraCalibration.pinhole("camera", new Intrinsics(4, 2, 4, 4, 1.5, 0.5));

  private final MeasuredTrack track =
      new MeasuredTrack("/measured", always(RigidTransform.IDENTITY), SECOND / 2);

  /** TF that tells the same of all frames. */
  private static Transforms always(RigidTransform targetFromSource) {
    return new Transforms() {
      @Override
      public Optional<RigidTransform> lookup(String target, String source, long stampNanos) {
        return Optional.of(targetFromSource);
      }

      @Override
      public String problem(String target, String source, long stampNanos) {
        return "none";
      }

      @Override
      public boolean joins(String target, String source) {
        return true;
      }
    };
  }

  private static Header header(long stampNanos) {
    return new Header(Time.ofNanos(stampNanos), "camera");
  }

  private void update(long stampNanos) {
    CdrBuffer buffer = new CdrBuffer();
    MessageCodec.of(Image.class)
        .encode(
            new Image(header(stampNanos), 2, 4, "32FC1", 0, 16, Bytes.of(new byte[32])), buffer);
    assertEquals(
        Optional.empty(), track.update(ImageDecoder.RAW, buffer.array(), 0, buffer.length()));
  }

  private MeasuredPoints seen(long imageNanos) {
    return track.seenBy(CAMERA, imageNanos).orElseThrow();
  }

  @Test
  void thePointsAreMadeOnceForEachMessage() {
    update(SECOND);
    MeasuredPoints first = seen(SECOND);
    assertEquals(8, first.count());
    assertSame(first, seen(SECOND + SECOND / 4));
    update(SECOND);
    assertNotSame(first, seen(SECOND));
  }

  @Test
  void whatIsTooFarFromTheImageIsToldWithItsAge() {
    update(3 * SECOND);
    assertEquals(8, seen(3 * SECOND + SECOND / 2).count());
    for (long image : new long[] {2 * SECOND, 4 * SECOND}) {
      String told = assertThrows(IllegalArgumentException.class, () -> seen(image)).getMessage();
      assertTrue(told.contains("/measured, stamp 3000000000, is 1.00 s away"), told);
    }
  }

  private static byte[] encodedImage(String encoding, int width, int height, long stampNanos) {
    CdrBuffer buffer = new CdrBuffer();
    Image message =
        new Image(
            header(stampNanos),
            height,
            width,
            encoding,
            0,
            4 * width,
            Bytes.of(new byte[4 * width * height]));
    MessageCodec.of(Image.class).encode(message, buffer);
    return buffer.toArray();
  }

  private static byte[] encodedScan(int count, Random random) {
    ByteBuffer points = ByteBuffer.allocate(16 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4 * count; i++) {
      points.putFloat(random.nextFloat() * 20 - 10);
    }
    List<PointField> fields =
        List.of(
            new PointField("x", 0, PointField.FLOAT32, 1),
            new PointField("y", 4, PointField.FLOAT32, 1),
            new PointField("z", 8, PointField.FLOAT32, 1),
            new PointField("intensity", 12, PointField.FLOAT32, 1));
    CdrBuffer buffer = new CdrBuffer();
    MessageCodec.of(PointCloud2.class)
        .encode(
            new PointCloud2(
                new Header(Time.ofNanos(SECOND), "lidar"),
                1,
                count,
                fields,
                false,
                16,
                16 * count,
                Bytes.of(points.array()),
                true),
            buffer);
    return buffer.toArray();
  }

  @Test
  void aScanIsBroughtToTheCameraPointByPoint() {
    RigidTransform cameraFromLidar =
        new RigidTransform(Rotation.about(new Vector3(1, -2, 3), 1.1), new Vector3(0.3, -0.2, 0.1));
    MeasuredTrack scans = new MeasuredTrack("/scan", always(cameraFromLidar), SECOND);
    for (int count : new int[] {50, 20, 90}) {
      byte[] bytes = encodedScan(count, new Random(count));
      assertEquals(Optional.empty(), scans.update(MeasuredTrack.CLOUD, bytes, 0, bytes.length));
      MeasuredPoints seen = scans.seenBy(CAMERA, SECOND).orElseThrow();
      assertEquals(count, seen.count());
      Random same = new Random(count);
      for (int i = 0; i < count; i++) {
        float[] xyzi = new float[4];
        for (int k = 0; k < 4; k++) {
          xyzi[k] = same.nextFloat() * 20 - 10;
        }
        Vector3 expected = cameraFromLidar.apply(new Vector3(xyzi[0], xyzi[1], xyzi[2]));
        // One rounding to float of numbers below 32.
        assertEquals(expected.x(), seen.xyz()[3 * i], 2e-6);
        assertEquals(expected.y(), seen.xyz()[3 * i + 1], 2e-6);
        assertEquals(expected.z(), seen.xyz()[3 * i + 2], 2e-6);
      }
    }
  }

  @Test
  void aMessageThatIsNoneKeepsTheOneBefore() {
    update(SECOND);
    byte[] colour = encodedImage("rgba8", 5, 3, SECOND);
    assertTrue(track.update(ImageDecoder.RAW, colour, 0, colour.length).isPresent());
    byte[] cut = encodedScan(9, new Random(1));
    assertTrue(track.update(MeasuredTrack.CLOUD, cut, 0, cut.length - 40).isPresent());
    CameraCalibration another =
        CameraCalibration.pinhole("camera", new Intrinsics(4, 2, 5, 5, 1.5, 0.5));
    assertEquals(8, track.seenBy(another, SECOND).orElseThrow().count(), "made anew of the old");
  }

  @Test
  void nothingIsAllocatedForEachPointOrPixel() {
    byte[] scan = encodedScan(5000, new Random(2));
    byte[] image = encodedImage("32FC1", 160, 120, SECOND);
    long allocated =
        Allocations.ofSteadyState(
            () -> {
              boolean sound =
                  track.update(MeasuredTrack.CLOUD, scan, 0, scan.length).isEmpty()
                      && track.seenBy(CAMERA, SECOND).isPresent()
                      && track.update(ImageDecoder.RAW, image, 0, image.length).isEmpty()
                      && track.seenBy(CAMERA, SECOND).isPresent();
              assertTrue(sound);
            });
    // The headers and fields of two messages; the points alone would be 60 kB.
    assertTrue(allocated < 4096, allocated + " bytes");
  }

  @Test
  void aJumpOfTimeLeavesNothing() {
    update(SECOND);
    track.forget();
    assertEquals(Optional.empty(), track.seenBy(CAMERA, SECOND));
  }
}
