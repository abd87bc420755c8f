package dev.fathom.train.data;

import dev.fathom.geometry.Intrinsics;
import java.util.Arrays;
import java.util.Set;

/**
 * Grey pictures of a wall, with a person on their left half.
 *
 * @param metres of the wall and the person
 */
record ConstantDepth(float metres) implements SampleSource {
  static final double FOCAL_PX = 60;

  @Override
  public Set<Field> fields() {
    return Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS, Field.PEOPLE);
  }

  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) {
    int width = out.width();
    if (out.wants(Field.IMAGE)) {
      Arrays.fill(out.bytes(Field.IMAGE), (byte) 90);
    }
    if (out.wants(Field.DEPTH)) {
      Arrays.fill(out.floats(Field.DEPTH), metres);
    }
    if (out.wants(Field.PEOPLE)) {
      byte[] people = out.bytes(Field.PEOPLE);
      for (int i = 0; i < people.length; i++) {
        people[i] = (byte) (i % width < width / 2 ? 1 : 0);
      }
    }
    out.setIntrinsics(
        new Intrinsics(
            width, out.height(), FOCAL_PX, FOCAL_PX, (width - 1) / 2.0, (out.height() - 1) / 2.0));
  }

  @Override
  public String describe() {
    return "a wall at " + metres + " m";
  }
}
