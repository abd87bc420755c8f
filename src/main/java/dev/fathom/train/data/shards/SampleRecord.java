package dev.fathom.train.data.shards;

import dev.fathom.train.data.ExampleRecord;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Sample;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A sample as tf.train.Example: integers {@code width} and {@code height}, and each field by its
 * name in lower case; pictures and labels as one byte string, maps and vectors as floats, all
 * row-major.
 */
final class SampleRecord {
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String SOURCE = "source";

  /** 64 Mi pixels, as compressed images have at most. */
  private static final long MOST_PIXELS = 64L << 20;

  private SampleRecord() {}

  static byte[] write(Sample sample, String source) {
    ExampleRecord.Builder builder =
        ExampleRecord.builder()
            .integers(WIDTH, sample.width())
            .integers(HEIGHT, sample.height())
            .bytes(SOURCE, source.getBytes(StandardCharsets.UTF_8));
    for (Field field : sample.wanted()) {
      if (field.isBytes()) {
        builder.bytes(name(field), sample.bytes(field));
      } else {
        builder.floats(name(field), sample.floats(field));
      }
    }
    return builder.build().toBytes();
  }

  /** The fields that a record has; others it may have are not ours to know. */
  static Set<Field> fields(ExampleRecord record) {
    Set<String> names = record.names();
    Set<Field> fields = EnumSet.noneOf(Field.class);
    for (Field field : Field.values()) {
      if (names.contains(name(field))) {
        fields.add(field);
      }
    }
    return fields;
  }

  static String source(ExampleRecord record) {
    return record.names().contains(SOURCE)
        ? new String(record.bytes(SOURCE), StandardCharsets.UTF_8)
        : "an unknown source";
  }

  /**
   * The sample of a record with the wanted fields.
   *
   * @throws IllegalArgumentException if a field is missing or has another size
   */
  static Sample read(ExampleRecord record, Set<Field> wanted) {
    long width = record.integer(WIDTH);
    long height = record.integer(HEIGHT);
    if (width <= 0 || height <= 0 || width > MOST_PIXELS / height) {
      throw new IllegalArgumentException("a sample cannot be " + width + "x" + height);
    }
    Sample sample = new Sample((int) width, (int) height, wanted);
    for (Field field : wanted) {
      Object from = field.isBytes() ? record.bytes(name(field)) : record.floats(name(field));
      Object to = field.isBytes() ? sample.bytes(field) : sample.floats(field);
      int expected = Array.getLength(to);
      int found = Array.getLength(from);
      if (found != expected) {
        throw new IllegalArgumentException(
            String.format(
                "feature '%s' has %d values, expected %d for %dx%d",
                name(field), found, expected, width, height));
      }
      System.arraycopy(from, 0, to, 0, expected);
    }
    return sample;
  }

  private static String name(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }
}
