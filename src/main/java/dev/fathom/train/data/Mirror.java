package dev.fathom.train.data;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.EnumSet;
import java.util.Set;

/** A sample with left and right exchanged: the world in a mirror beside the camera. */
final class Mirror {
  /** What a pair can have that its mirrored right picture has too: then it becomes the left one. */
  private static final Set<Field> EXCHANGEABLE =
      Set.of(Field.IMAGE, Field.RIGHT, Field.INTRINSICS, Field.BASELINE);

  private static final Set<Field> ONE_SIDED =
      Set.of(
          Field.RIGHT, Field.DISPARITY, Field.BASELINE, Field.CANDIDATES, Field.CANDIDATE_FEATURES);

  private Mirror() {}

  /**
   * Whether a sample with these fields stays true: truth of the left picture of a pair does not.
   */
  static boolean allows(Set<Field> fields) {
    Set<Field> sided = EnumSet.copyOf(ONE_SIDED);
    sided.retainAll(fields);
    return sided.isEmpty() || EXCHANGEABLE.containsAll(fields);
  }

  /** Changes a sample in place. */
  static void apply(Sample sample) {
    int width = sample.width();
    for (Field field : sample.wanted()) {
      switch (field) {
        case BASELINE -> {}
        case INTRINSICS -> sample.floats(field)[2] = width - 1 - sample.floats(field)[2];
        case PREVIOUS_FROM_IMAGE, NEXT_FROM_IMAGE -> mirrorMotion(sample.floats(field));
        case PLANES -> {
          float[] normals = sample.floats(field);
          for (int i = 0; i < normals.length; i += 3) {
            normals[i] = -normals[i];
          }
        }
        case ORDINAL_PAIRS ->
            PairPoints.move(
                sample.floats(field),
                sample.floats(field),
                width,
                sample.height(),
                at -> at[0] = width - 1 - at[0]);
        default ->
            mirrorRows(
                field.isBytes() ? sample.bytes(field) : sample.floats(field),
                width,
                sample.height(),
                field.channels());
      }
    }
    if (sample.wants(Field.IMAGE) && sample.wants(Field.RIGHT)) {
      byte[] left = sample.bytes(Field.IMAGE);
      byte[] right = sample.bytes(Field.RIGHT);
      byte[] kept = left.clone();
      System.arraycopy(right, 0, left, 0, left.length);
      System.arraycopy(kept, 0, right, 0, right.length);
    }
  }

  /** Between mirrored cameras a motion is the mirror, the motion, the mirror. */
  private static void mirrorMotion(float[] numbers) {
    RigidTransform motion = Motion.read(numbers, 0);
    Vector3 t = motion.translation();
    Rotation r = motion.rotation();
    Motion.write(
        new RigidTransform(
            new Rotation(r.x(), -r.y(), -r.z(), r.w()), new Vector3(-t.x(), t.y(), t.z())),
        numbers);
  }

  private static void mirrorRows(Object buffer, int width, int height, int channels) {
    Object kept = buffer instanceof byte[] ? new byte[channels] : new float[channels];
    for (int y = 0; y < height; y++) {
      for (int left = y * width, right = left + width - 1; left < right; left++, right--) {
        System.arraycopy(buffer, channels * left, kept, 0, channels);
        System.arraycopy(buffer, channels * right, buffer, channels * left, channels);
        System.arraycopy(kept, 0, buffer, channels * right, channels);
      }
    }
  }
}
