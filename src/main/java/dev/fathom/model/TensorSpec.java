package dev.fathom.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * One input or output of a signature.
 *
 * @param key its name in the signature
 * @param tensor the tensor in the graph, {@code node:index}
 * @param dtype element type, as {@code float32}, {@code uint8}, {@code string}
 * @param shape its sides, −1 where any goes; null where not even the rank is known
 */
public record TensorSpec(String key, String tensor, String dtype, @Nullable List<Long> shape) {
  public TensorSpec {
    shape = shape == null ? null : List.copyOf(shape);
  }

  static TensorSpec of(String key, TensorInfo info) {
    return new TensorSpec(key, info.getName(), dtypeName(info.getDtype()), sides(info));
  }

  /** Whether the rank is known and the side is fixed to something else. */
  boolean sideContradicts(int axis, long expected) {
    return shape != null && shape.get(axis) >= 0 && shape.get(axis) != expected;
  }

  /** As {@code uint8 [?, 240, 320, 3]}. */
  public String describe() {
    return dtype + " " + shapeText();
  }

  String shapeText() {
    if (shape == null) {
      return "[…]";
    }
    return shape.stream()
        .map(side -> side < 0 ? "?" : side.toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static @Nullable List<Long> sides(TensorInfo info) {
    TensorShapeProto shape = info.getTensorShape();
    if (!info.hasTensorShape() || shape.getUnknownRank()) {
      return null;
    }
    return shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  static String dtypeName(DataType type) {
    return switch (type) {
      case DT_FLOAT -> "float32";
      case DT_DOUBLE -> "float64";
      case DT_HALF -> "float16";
      case DT_FLOAT_REF -> "float32_ref";
      default -> type.name().replaceFirst("^DT_", "").toLowerCase(Locale.ROOT);
    };
  }
}
