package dev.fathom.train.data;

import dev.fathom.geometry.Intrinsics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A limited number of pictures that cost much to make, kept in a folder when first asked for and
 * seen again and again, every time through another window and with another {@link Look}.
 *
 * <p>Pictures are kept in one of three shapes of the same area. A window has the aspect that is
 * asked for, {@value #LEAST_WINDOW} to 1 of the largest such size, and lies about the middle, where
 * the principal point is. What sample an index gives does not depend on what is kept already.
 *
 * <p>On disk, one file a shape, picture {@code i} at {@code i} times the size of one: fx and fy
 * (float64, 0 where there is none yet), RGB (uint8), depth and sparse depth (float32). Other
 * processes may fill or read the same folder. Threads: one at a time.
 */
public final class PicturePool implements SampleSource {
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

    int bytes(int maps) {
      return HEAD_BYTES + width * height * (3 + maps * Float.BYTES);
    }

    static Form of(int width, int height) {
      double aspect = (double) width / height;
      if (aspect < 1.55) {
        return NORMAL;
      }
      return aspect < 2.4 ? WIDE : VERY_WIDE;
    }
  }

  private static final Set<Field> FIELDS = EnumSet.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);

  private final Path folder;
  private final List<Field> maps;
  private final SampleSource source;
  private final int pictures;
  private final Map<Form, FileChannel> files = new EnumMap<>(Form.class);
  private final Look look = new Look();
  private final Map<Form, Sample> kept = new EnumMap<>(Form.class);

  /**
   * @param folder where pictures are kept; of one source only
   * @param source makes a picture when it is first asked for
   * @param pictures how many there are; sample {@code pictures + i} shows the same as {@code i}
   */
  public PicturePool(Path folder, SampleSource source, int pictures) {
    this(folder, source, pictures, List.of(Field.DEPTH));
  }

  private PicturePool(Path folder, SampleSource source, int pictures, List<Field> maps) {
    if (pictures <= 0) {
      throw new IllegalArgumentException("a pool needs pictures, found " + pictures);
    }
    this.folder = folder;
    this.source = source;
    this.pictures = pictures;
    this.maps = maps;
  }

  /** The same with SPARSE_DEPTH behind the depth of each picture, in files of their own. */
  public static PicturePool withSparseDepth(Path folder, SampleSource source, int pictures) {
    return new PicturePool(folder, source, pictures, List.of(Field.DEPTH, Field.SPARSE_DEPTH));
  }

  @Override
  public Set<Field> fields() {
    Set<Field> fields = EnumSet.copyOf(FIELDS);
    fields.addAll(maps);
    return fields;
  }

  /** Endless, since every picture looks different each time. */
  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) throws IOException {
    int width = out.width();
    int height = out.height();
    Form form = Form.of(width, height);
    Sample whole = kept.computeIfAbsent(form, f -> new Sample(f.width, f.height, fields()));
    keptPicture(form, Math.floorMod(index, pictures), whole);
    Random random = new Random(index * 0x9E3779B97F4A7C15L + width);
    double largest = Math.min(form.width, form.height * (double) width / height);
    double windowWidth = largest * (LEAST_WINDOW + (1 - LEAST_WINDOW) * random.nextDouble());
    double windowHeight = windowWidth * height / width;
    double left = (form.width - windowWidth) * (0.5 + WANDER * (random.nextDouble() - 0.5)) - 0.5;
    double top = (form.height - windowHeight) * (0.5 + WANDER * (random.nextDouble() - 0.5)) - 0.5;
    double step = windowWidth / width;
    Window window = new Window(form, left, top, step);
    if (out.wants(Field.IMAGE)) {
      window.copyColour(whole.bytes(Field.IMAGE), out.bytes(Field.IMAGE), width, height);
      look.apply(random, out.bytes(Field.IMAGE), width);
    }
    for (Field map : maps) {
      if (out.wants(map)) {
        window.copyDepth(whole.floats(map), out.floats(map), width, height);
      }
    }
    if (out.wants(Field.SPARSE_DEPTH)) {
      Thinning.apply(random, out.floats(Field.SPARSE_DEPTH), width);
    }
    float[] focal = whole.floats(Field.INTRINSICS);
    out.setIntrinsics(
        new Intrinsics(
            width,
            height,
            focal[0] / step,
            focal[1] / step,
            (width - 1) / 2.0,
            (height - 1) / 2.0));
  }

  @Override
  public String describe() {
    return pictures + " pictures of " + source.describe() + ", each through many windows";
  }

  private void keptPicture(Form form, int slot, Sample whole) throws IOException {
    FileChannel file = file(form);
    int size = form.bytes(maps.size());
    long at = (long) slot * size;
    ByteBuffer bytes = ByteBuffer.allocate(size);
    byte[] rgb = whole.bytes(Field.IMAGE);
    float[] camera = whole.floats(Field.INTRINSICS);
    if (file.read(bytes, at) == size && bytes.getDouble(0) > 0) {
      camera[0] = (float) bytes.getDouble(0);
      camera[1] = (float) bytes.getDouble(Double.BYTES);
      FloatBuffer floats = bytes.position(HEAD_BYTES).get(rgb).asFloatBuffer();
      maps.forEach(map -> floats.get(whole.floats(map)));
      return;
    }
    source.read(slot, whole);
    FloatBuffer floats = bytes.clear().position(HEAD_BYTES).put(rgb).asFloatBuffer();
    maps.forEach(map -> floats.put(whole.floats(map)));
    file.write(bytes.clear().position(HEAD_BYTES), at + HEAD_BYTES);
    // Last, because from then on the picture counts as kept.
    bytes.putDouble(0, camera[0]).putDouble(Double.BYTES, camera[1]);
    file.write(bytes.clear().limit(HEAD_BYTES), at);
  }

  private FileChannel file(Form form) throws IOException {
    FileChannel open = files.get(form);
    if (open == null) {
      Files.createDirectories(folder);
      open =
          FileChannel.open(
              folder.resolve(
                  form.width + "x" + form.height + (maps.size() > 1 ? ".sparse" : ".pictures")),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      files.put(form, open);
    }
    return open;
  }

  /**
   * A part of a kept picture, to be seen at another size.
   *
   * @param left of the window, in pixels of the picture, whose own edge is at −0.5
   * @param top of the window
   * @param step pixels of the picture for one of the window
   */
  private record Window(Form form, double left, double top, double step) {
    /** Bilinear; the steps are small enough not to need more. */
    void copyColour(byte[] from, byte[] to, int width, int height) {
      int stride = 3 * form.width;
      for (int y = 0, i = 0; y < height; y++) {
        double v = limited(top + (y + 0.5) * step, form.height);
        double fv = v - (int) v;
        for (int x = 0; x < width; x++) {
          double u = limited(left + (x + 0.5) * step, form.width);
          double fu = u - (int) u;
          int corner = (int) v * stride + 3 * (int) u;
          for (int a = corner; a < corner + 3; a++, i++) {
            double above = (1 - fu) * (from[a] & 0xff) + fu * (from[a + 3] & 0xff);
            int b = a + stride;
            double below = (1 - fu) * (from[b] & 0xff) + fu * (from[b + 3] & 0xff);
            to[i] = (byte) Math.round((1 - fv) * above + fv * below);
          }
        }
      }
    }

    /** The nearest: between two depths there is nothing. */
    void copyDepth(float[] from, float[] to, int width, int height) {
      for (int y = 0, i = 0; y < height; y++) {
        int v = (int) (limited(top + (y + 0.5) * step, form.height) + 0.5);
        for (int x = 0; x < width; x++, i++) {
          int u = (int) (limited(left + (x + 0.5) * step, form.width) + 0.5);
          to[i] = from[v * form.width + u];
        }
      }
    }

    /** Inside the picture, with a neighbour behind. */
    private static double limited(double at, int size) {
      return Math.max(0, Math.min(size - 1.001, at));
    }
  }
}
