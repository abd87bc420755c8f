package dev.fathom.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One field of the points of a cloud message, read where it lies; of a field with several elements,
 * the first.
 *
 * <p>Bounds are checked when the view is made, for all points at once. Threads: any number.
 */
public final class PointFieldView {
  private static final VarHandle SHORT_LE =
      MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);
  private static final VarHandle INT_LE =
      MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
  private static final VarHandle SHORT_BE =
      MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
  private static final VarHandle INT_BE =
      MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

  private final byte[] bytes;
  private final int first;
  private final int width;
  private final int height;
  private final int pointStep;
  private final int rowStep;
  private final int datatype;
  private final boolean bigEndian;

  /** A field of a cloud whose layout {@link PointCloudView} has checked. */
  PointFieldView(PointCloud2 cloud, PointField field) {
    int size = sizeOf(field);
    if (field.offset() < 0 || field.offset() > cloud.pointStep() - size) {
      throw new MalformedDataException(
          cloud.data().offset(),
          "point field '"
              + field.name()
              + "' of "
              + size
              + " bytes at "
              + Integer.toUnsignedString(field.offset())
              + " does not fit a point of "
              + cloud.pointStep()
              + " bytes");
    }
    bytes = cloud.data().array();
    first = cloud.data().offset() + field.offset();
    width = cloud.width();
    height = cloud.height();
    pointStep = cloud.pointStep();
    rowStep = cloud.rowStep();
    datatype = field.datatype();
    bigEndian = cloud.isBigendian();
  }

  /** The value at a point; every datatype fits a double exactly. */
  public double at(int row, int column) {
    if (row < 0 || row >= height || column < 0 || column >= width) {
      throw new IndexOutOfBoundsException(
          "point (" + row + ", " + column + ") of " + height + "x" + width);
    }
    return value(first + row * rowStep + column * pointStep);
  }

  /** Copies the field of all points, row by row, to the start of {@code out}. */
  public void copyTo(float[] out) {
    if (out.length < width * height) {
      throw new IllegalArgumentException(
          width * height + " points do not fit an array of " + out.length);
    }
    boolean plain = datatype == PointField.FLOAT32 && !bigEndian;
    for (int row = 0; row < height; row++) {
      int at = first + row * rowStep;
      int to = row * width;
      for (int i = 0; i < width; i++) {
        int p = at + i * pointStep;
        out[to + i] = plain ? Float.intBitsToFloat((int) INT_LE.get(bytes, p)) : (float) value(p);
      }
    }
  }

  private double value(int at) {
    return switch (datatype) {
      case PointField.INT8 -> bytes[at];
      case PointField.UINT8 -> bytes[at] & 0xff;
      case PointField.INT16 -> int16(at);
      case PointField.UINT16 -> int16(at) & 0xffff;
      case PointField.INT32 -> int32(at);
      case PointField.UINT32 -> Integer.toUnsignedLong(int32(at));
      case PointField.FLOAT32 -> Float.intBitsToFloat(int32(at));
      default -> Double.longBitsToDouble(int64(at));
    };
  }

  private short int16(int at) {
    return (short) (bigEndian ? SHORT_BE.get(bytes, at) : SHORT_LE.get(bytes, at));
  }

  private int int32(int at) {
    return bigEndian ? (int) INT_BE.get(bytes, at) : (int) INT_LE.get(bytes, at);
  }

  private long int64(int at) {
    return bigEndian ? (long) LONG_BE.get(bytes, at) : (long) LONG_LE.get(bytes, at);
  }

  private static int sizeOf(PointField field) {
    return switch (field.datatype()) {
      case PointField.INT8, PointField.UINT8 -> 1;
      case PointField.INT16, PointField.UINT16 -> 2;
      case PointField.INT32, PointField.UINT32, PointField.FLOAT32 -> 4;
      case PointField.FLOAT64 -> 8;
      default ->
          throw new MalformedDataException(
              0, "point field '" + field.name() + "' has the unknown datatype " + field.datatype());
    };
  }
}
