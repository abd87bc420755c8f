package dev.fathom.train.data;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fathom.codec.MalformedDataException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

/**
 * One {@code tf.train.Example}: lists of floats, integers or byte strings by name.
 *
 * <p>Source: tensorflow/core/example/example.proto. Threads: immutable; the builder has one owner.
 */
public final class ExampleRecord {
  private final Example example;

  private ExampleRecord(Example example) {
    this.example = example;
  }

  /**
   * Parses a record's data.
   *
   * @param offset where the record begins in its file, for the message
   * @throws MalformedDataException if the bytes are no Example
   */
  public static ExampleRecord parse(byte[] data, long offset) {
    try {
      return new ExampleRecord(Example.parseFrom(data));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedDataException(offset, "not a tf.train.Example: " + e.getMessage());
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The names of what it holds. */
  public Set<String> names() {
    return Set.copyOf(example.getFeatures().getFeatureMap().keySet());
  }

  /**
   * A list of floats.
   *
   * @throws IllegalArgumentException if there is none of this name; the message has the known names
   */
  public float[] floats(String name) {
    FloatList list = feature(name, Feature.KindCase.FLOAT_LIST).getFloatList();
    float[] values = new float[list.getValueCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.getValue(i);
    }
    return values;
  }

  /** A list of integers; see {@link #floats} for a missing one. */
  public long[] integers(String name) {
    return feature(name, Feature.KindCase.INT64_LIST).getInt64List().getValueList().stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  /** The only integer of a list; see {@link #floats} for a missing one. */
  public long integer(String name) {
    long[] values = integers(name);
    requireOne(name, values.length);
    return values[0];
  }

  /** The only byte string of a list; see {@link #floats} for a missing one. */
  public byte[] bytes(String name) {
    List<ByteString> values =
        feature(name, Feature.KindCase.BYTES_LIST).getBytesList().getValueList();
    requireOne(name, values.size());
    return values.get(0).toByteArray();
  }

  /**
   * The record's data. Features are in the order of their names, so that equal means equal bytes.
   */
  public byte[] toBytes() {
    return example.toByteArray();
  }

  private Feature feature(String name, Feature.KindCase kind) {
    Feature feature = example.getFeatures().getFeatureOrDefault(name, Feature.getDefaultInstance());
    if (feature.getKindCase() != kind) {
      throw new IllegalArgumentException(
          "no feature '" + name + "' of kind " + kind + " in an Example with " + kinds());
    }
    return feature;
  }

  private Map<String, Feature.KindCase> kinds() {
    TreeMap<String, Feature.KindCase> kinds = new TreeMap<>();
    example
        .getFeatures()
        .getFeatureMap()
        .forEach((name, feature) -> kinds.put(name, feature.getKindCase()));
    return kinds;
  }

  private static void requireOne(String name, int count) {
    if (count != 1) {
      throw new IllegalArgumentException(
          "feature '" + name + "' must have one value, found " + count);
    }
  }

  /** Collects features; a name given twice keeps the last. */
  public static final class Builder {
    private final TreeMap<String, Feature> features = new TreeMap<>();

    private Builder() {}

    public Builder floats(String name, float... values) {
      FloatList.Builder list = FloatList.newBuilder();
      for (float value : values) {
        list.addValue(value);
      }
      features.put(name, Feature.newBuilder().setFloatList(list).build());
      return this;
    }

    public Builder integers(String name, long... values) {
      Int64List.Builder list = Int64List.newBuilder();
      LongStream.of(values).forEach(list::addValue);
      features.put(name, Feature.newBuilder().setInt64List(list).build());
      return this;
    }

    public Builder bytes(String name, byte[] value) {
      BytesList list = BytesList.newBuilder().addValue(ByteString.copyFrom(value)).build();
      features.put(name, Feature.newBuilder().setBytesList(list).build());
      return this;
    }

    public ExampleRecord build() {
      // Entries of a protobuf map are written in the order in which they were put.
      return new ExampleRecord(
          Example.newBuilder().setFeatures(Features.newBuilder().putAllFeature(features)).build());
    }
  }
}
