package dev.fathom.pipeline;

import dev.fathom.image.ImageView;
import dev.fathom.sensor.StereoFrame;
import java.util.function.UnaryOperator;

/**
 * Copies a pair's bytes into buffers of its own, which the next pair uses again.
 *
 * <p>Threads: one owner at a time. Cost: the copy; nothing large is allocated while the size stays.
 */
public final class KeptPair implements UnaryOperator<StereoFrame> {
  private byte[] left = new byte[0];
  private byte[] right = new byte[0];

  @Override
  public StereoFrame apply(StereoFrame frame) {
    left = copy(frame.left(), left);
    right = copy(frame.right(), right);
    return new StereoFrame(
        frame.stampNanos(), on(left, frame.left()), on(right, frame.right()), frame.calibration());
  }

  private static byte[] copy(ImageView image, byte[] buffer) {
    byte[] to = buffer.length < image.length() ? new byte[image.length()] : buffer;
    System.arraycopy(image.bytes(), image.offset(), to, 0, image.length());
    return to;
  }

  private static ImageView on(byte[] bytes, ImageView image) {
    return new ImageView(
        image.encoding(),
        image.width(),
        image.height(),
        image.step(),
        image.bigEndian(),
        bytes,
        0,
        image.length());
  }
}
