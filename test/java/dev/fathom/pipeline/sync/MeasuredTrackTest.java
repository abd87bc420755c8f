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
import dev.fathom.codec.msg.Time;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MeasuredPoints;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuredTrackTest {
  private static final long SECOND = 1_000_000_000L;
  private static final CameraCalibration CAMERA =
      CameraCalibration.pinhole("camera", new Intrinsics(4, 2, 4, 4, 1.5, 0.5));

  private final MeasuredTrack track = new MeasuredTrack("/measured", HERE, SECOND / 2);

  /** All frames are one. */
  private static final Transforms HERE =
      new Transforms() {
        @Override
        public Optional<RigidTransform> lookup(String target, String source, long stampNanos) {
          return Optional.of(RigidTransform.IDENTITY);
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
    assertEquals(24, first.xyz().length);
    assertSame(first, seen(SECOND + SECOND / 4));
    update(SECOND);
    assertNotSame(first, seen(SECOND));
  }

  @Test
  void whatIsTooFarFromTheImageIsToldWithItsAge() {
    update(3 * SECOND);
    assertEquals(24, seen(3 * SECOND + SECOND / 2).xyz().length);
    for (long image : new long[] {2 * SECOND, 4 * SECOND}) {
      String told = assertThrows(IllegalArgumentException.class, () -> seen(image)).getMessage();
      assertTrue(told.contains("/measured, stamp 3000000000, is 1.00 s away"), told);
    }
  }

  @Test
  void aJumpOfTimeLeavesNothing() {
    update(SECOND);
    track.forget();
    assertEquals(Optional.empty(), track.seenBy(CAMERA, SECOND));
  }
}
