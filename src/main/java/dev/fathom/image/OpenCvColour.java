package dev.fathom.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * One of OpenCV's colour conversions, between arrays of ours.
 *
 * <p>The native pictures on both sides are kept, so that a stream of equal pictures allocates
 * nothing. There is none before the first conversion, nor after {@link #close}. Threads: one owner
 * at a time.
 */
final class OpenCvColour implements AutoCloseable {
  private final Buffer source = new Buffer();
  private final Buffer target = new Buffer();

  /**
   * Converts the picture of {@code rows} rows (chroma rows included) with OpenCV's {@code code}.
   * {@code out} must already have the shape of the result.
   */
  void convert(ImageView in, int rows, int code, Image8 out) {
    int pixelBytes = in.encoding().bytesPerPixel();
    int rowBytes = in.width() * pixelBytes;
    BytePointer from = source.shaped(rows, in.width(), pixelBytes == 2 ? CV_8UC2 : CV_8UC1);
    if (in.step() == rowBytes) {
      from.position(0).put(in.bytes(), in.offset(), rowBytes * rows);
    } else {
      for (int y = 0; y < rows; y++) {
        from.position((long) y * rowBytes);
        from.put(in.bytes(), in.offset() + y * in.step(), rowBytes);
      }
    }
    BytePointer to =
        target.shaped(out.height(), out.width(), out.channels() == 3 ? CV_8UC3 : CV_8UC1);
    cvtColor(source.mat(), target.mat(), code);
    to.get(out.data(), 0, out.size());
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }

  /** A native picture that is made anew only when its shape changes. */
  private static final class Buffer {
    private int rows;
    private int columns;
    private int type = -1;
    private @Nullable Mat mat;
    private @Nullable BytePointer bytes;

    BytePointer shaped(int newRows, int newColumns, int newType) {
      BytePointer current = bytes;
      if (current == null || newRows != rows || newColumns != columns || newType != type) {
        close();
        Mat made = new Mat(newRows, newColumns, newType);
        mat = made;
        current = made.data();
        bytes = current;
        rows = newRows;
        columns = newColumns;
        type = newType;
      }
      return current;
    }

    Mat mat() {
      return Objects.requireNonNull(mat);
    }

    void close() {
      if (mat != null) {
        mat.close();
        mat = null;
        bytes = null;
      }
    }
  }
}
