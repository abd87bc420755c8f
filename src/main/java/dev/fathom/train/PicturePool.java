package dev.fathom.train;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * A limited number of pictures that cost much to make, kept in a folder when first asked for and
 * seen again and again, every time through another window.
 *
 * <p>Pictures are kept in one of three shapes of the same area. A window has the aspect that is
 * asked for, {@value #LEAST_WINDOW} to 1 of the largest such size, and lies about the middle, where
 * the principal point is. What sample an index gives does not depend on what is kept already.
 *
 * <p>On disk, one file a shape, picture {@code i} at {@code i} times the size of one: fx and fy
 * (float64, 0 where there is none yet), RGB (uint8), depth (float32). Other processes may fill or
 * read the same folder. Threads: one at a time.
 */
public final class PicturePool implements TrainingData {
  private static final double LEAST_WINDOW = 0.72;

  /** Share of the room around a window that its middle may move by, up or down and sideways. */
  private static final double WANDER = 0.35;

  private static final int HEAD_BYTES = 2 * Double.BYTES;

  /** How kept pictures are shaped. */
  private enum Form {
    NORMAL(160, 120),
    WIDE(184, 104),
    VERY_WIDE(252, 76);

    final int width;
    final int height;

    Form(int width, int height) {
      this.width = width;
      this.height = height;
    }

    int pixels() {
      return width * height;
    }

    static Form of(int width, int height) {
      double aspect = (double) width / height;
      if (aspect < 1.55) {
        return NORMAL;
      }
      return aspect < 2.4 ? WIDE : VERY_WIDE;
    }
  }

  private final Path folder;
  private final TrainingData source;
  private final int pictures;
  private final Map<Form, FileChannel> files = new EnumMap<>(Form.class);
  private final Image8 kept = new Image8();
  private final FloatImage keptDepth = new FloatImage();

  /**
   * @param folder where pictures are kept; of one source only
   * @param source makes a picture when it is first asked for
   * @param pictures how many there are; sample {@code pictures + i} shows the same as {@code i}
   */
  public PicturePool(Path folder, TrainingData source, int pictures) {
    if (pictures <= 0) {
      throw new IllegalArgumentException("a pool needs pictures, found " + pictures);
    }
    this.folder = folder;
    this.source = source;
    this.pictures = pictures;
  }

  @Override
  public Intrinsics sample(long index, int width, int height, Image8 rgb, FloatImage depth) {
    Form form = Form.of(width, height);
    Intrinsics camera;
    try {
      camera = keptPicture(form, Math.floorMod(index, pictures));
    } catch (IOException e) {
      throw new UncheckedIOException("the pictures kept in " + folder + " cannot be used", e);
    }
    Random random = new Random(index * 0x9E3779B97F4A7C15L + width);
    double largest = Math.min(form.width, form.height * (double) width / height);
    double windowWidth = largest * (LEAST_WINDOW + (1 - LEAST_WINDOW) * random.nextDouble());
    double windowHeight = windowWidth * height / width;
    double left = (form.width - windowWidth) * (0.5 + WANDER * (random.nextDouble() - 0.5)) - 0.5;
    double top = (form.height - windowHeight) * (0.5 + WANDER * (random.nextDouble() - 0.5)) - 0.5;
    double step = windowWidth / width;
    Window window = new Window(left, top, step);
    window.copy(kept, rgb.reshape(width, height, 3));
    window.copy(keptDepth, depth.reshape(width, height));
    return new Intrinsics(
        width,
        height,
        camera.fx() / step,
        camera.fy() / step,
        (width - 1) / 2.0,
        (height - 1) / 2.0);
  }

  @Override
  public String describe() {
    return pictures + " pictures of " + source.describe();
  }

  /** Leaves the picture in {@link #kept} and {@link #keptDepth}. */
  private Intrinsics keptPicture(Form form, int slot) throws IOException {
    FileChannel file = file(form);
    long at = (long) slot * (HEAD_BYTES + 7L * form.pixels());
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + 7 * form.pixels());
    int read = file.read(bytes, at);
    if (read == bytes.capacity() && bytes.getDouble(0) > 0) {
      bytes.position(HEAD_BYTES);
      bytes.get(kept.reshape(form.width, form.height, 3).data(), 0, 3 * form.pixels());
      bytes
          .asFloatBuffer()
          .get(keptDepth.reshape(form.width, form.height).data(), 0, form.pixels());
      return camera(form, bytes.getDouble(0), bytes.getDouble(Double.BYTES));
    }
    Intrinsics camera = source.sample(slot, form.width, form.height, kept, keptDepth);
    bytes.clear().position(HEAD_BYTES);
    bytes.put(kept.data(), 0, 3 * form.pixels());
    bytes.asFloatBuffer().put(keptDepth.data(), 0, form.pixels());
    file.write(bytes.clear().position(HEAD_BYTES), at + HEAD_BYTES);
    // Last, because from then on the picture counts as kept.
    bytes.putDouble(0, camera.fx()).putDouble(Double.BYTES, camera.fy());
    file.write(bytes.clear().limit(HEAD_BYTES), at);
    return camera;
  }

  private static Intrinsics camera(Form form, double fx, double fy) {
    return new Intrinsics(
        form.width, form.height, fx, fy, (form.width - 1) / 2.0, (form.height - 1) / 2.0);
  }

  private FileChannel file(Form form) throws IOException {
    FileChannel open = files.get(form);
    if (open == null) {
      Files.createDirectories(folder);
      open =
          FileChannel.open(
              folder.resolve(form.width + "x" + form.height + ".pictures"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      files.put(form, open);
    }
    return open;
  }

  /**
   * A part of a picture, to be seen at another size.
   *
   * @param left of the window, in pixels of the picture, whose own edge is at −0.5
   * @param top of the window
   * @param step pixels of the picture for one of the window
   */
  private record Window(double left, double top, double step) {
    private double at(double origin, int i) {
      return origin + (i + 0.5) * step;
    }

    /** Bilinear; the steps are small enough not to need more. */
    void copy(Image8 from, Image8 to) {
      byte[] source = from.data();
      byte[] target = to.data();
      int stride = 3 * from.width();
      for (int y = 0, i = 0; y < to.height(); y++) {
        double v = Math.max(0, Math.min(from.height() - 1.001, at(top, y)));
        double fv = v - (int) v;
        for (int x = 0; x < to.width(); x++) {
          double u = Math.max(0, Math.min(from.width() - 1.001, at(left, x)));
          double fu = u - (int) u;
          int corner = (int) v * stride + 3 * (int) u;
          for (int c = 0; c < 3; c++, i++) {
            int a = corner + c;
            double above = (1 - fu) * (source[a] & 0xff) + fu * (source[a + 3] & 0xff);
            int b = a + stride;
            double below = (1 - fu) * (source[b] & 0xff) + fu * (source[b + 3] & 0xff);
            target[i] = (byte) Math.round((1 - fv) * above + fv * below);
          }
        }
      }
    }

    /** The nearest: between two depths there is nothing. */
    void copy(FloatImage from, FloatImage to) {
      for (int y = 0, i = 0; y < to.height(); y++) {
        int v = (int) Math.max(0, Math.min(from.height() - 1, Math.round(at(top, y))));
        for (int x = 0; x < to.width(); x++, i++) {
          int u = (int) Math.max(0, Math.min(from.width() - 1, Math.round(at(left, x))));
          to.data()[i] = from.data()[v * from.width() + u];
        }
      }
    }
  }
}
