package dev.fathom.train.data;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one size, one after the other in one array a field, ready to be fed.
 *
 * @param count number of samples
 * @param bytes picture and label fields, uint8 [count, height, width, channels]
 * @param floats map fields, float32 [count, height, width, channels], and vector fields, float32
 *     [count, channels]
 */
public record Batch(
    int count, int width, int height, Map<Field, byte[]> bytes, Map<Field, float[]> floats) {
  /**
   * Gathers samples {@code first} to {@code first + count − 1}.
   *
   * @param augmentation changes the samples; null leaves them as they are
   * @param seed of the augmentation
   */
  public static Batch gather(
      SampleSource source,
      Set<Field> fields,
      long first,
      int count,
      int width,
      int height,
      @Nullable Augmentation augmentation,
      long seed)
      throws IOException {
    Map<Field, byte[]> bytes = new EnumMap<>(Field.class);
    Map<Field, float[]> floats = new EnumMap<>(Field.class);
    for (Field field : fields) {
      int size = count * field.size(width, height);
      if (field.isBytes()) {
        bytes.put(field, new byte[size]);
      } else {
        floats.put(field, new float[size]);
      }
    }
    Sample sample = new Sample(width, height, fields);
    for (int i = 0; i < count; i++) {
      source.read((first + i) % source.size(), sample);
      if (augmentation != null) {
        augmentation.apply(seed * 1_000_003L + first + i, sample);
      }
      for (Field field : fields) {
        Object from = field.isBytes() ? sample.bytes(field) : sample.floats(field);
        Object to = field.isBytes() ? bytes.get(field) : floats.get(field);
        int size = field.size(width, height);
        System.arraycopy(from, 0, to, i * size, size);
      }
    }
    return new Batch(count, width, height, bytes, floats);
  }

  public boolean has(Field field) {
    return bytes.containsKey(field) || floats.containsKey(field);
  }

  /** The array of a picture or label field, not a copy. */
  public byte[] bytes(Field field) {
    return known(bytes.get(field), field);
  }

  /** The array of a map or vector field, not a copy. */
  public float[] floats(Field field) {
    return known(floats.get(field), field);
  }

  /** The picture of sample {@code n}, a copy. */
  public Image8 picture(Field field, int n) {
    Image8 picture = new Image8().reshape(width, height, field.channels());
    System.arraycopy(bytes(field), n * picture.size(), picture.data(), 0, picture.size());
    return picture;
  }

  /** The map of one channel of sample {@code n}, a copy. */
  public FloatImage map(Field field, int n) {
    FloatImage map = new FloatImage().reshape(width, height);
    System.arraycopy(floats(field), n * map.size(), map.data(), 0, map.size());
    return map;
  }

  /** Focal length along x of sample {@code n}, in pixels of the sample. */
  public double focal(int n) {
    return floats(Field.INTRINSICS)[n * Field.INTRINSICS.channels()];
  }

  private static <T> T known(@Nullable T array, Field field) {
    if (array == null) {
      throw new IllegalArgumentException("the batch has no field " + field);
    }
    return array;
  }
}
