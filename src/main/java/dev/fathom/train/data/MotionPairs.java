package dev.fathom.train.data;

import dev.fathom.geometry.RigidTransform;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Pairs of frames with the motion between them and the depth of one, from a limited number of
 * videos of three frames that cost much to make: each gives six pairs, every two of its frames in
 * either order.
 *
 * <p>The videos are kept in memory from when they are first asked for. Threads: one at a time.
 */
public final class MotionPairs implements SampleSource {
  private static final Set<Field> FIELDS =
      Collections.unmodifiableSet(
          EnumSet.of(
              Field.IMAGE,
              Field.PREVIOUS,
              Field.DEPTH,
              Field.INTRINSICS,
              Field.PREVIOUS_FROM_IMAGE));
  private static final Set<Field> VIDEO =
      Collections.unmodifiableSet(
          EnumSet.of(
              Field.IMAGE,
              Field.PREVIOUS,
              Field.NEXT,
              Field.DEPTH,
              Field.PREVIOUS_DEPTH,
              Field.NEXT_DEPTH,
              Field.INTRINSICS,
              Field.PREVIOUS_FROM_IMAGE,
              Field.NEXT_FROM_IMAGE));

  /** Frames in the order of IMAGE, PREVIOUS, NEXT: which is taken for IMAGE and for PREVIOUS. */
  private static final int[][] ORDERS = {{0, 1}, {2, 0}, {1, 2}, {1, 0}, {0, 2}, {2, 1}};

  private static final Field[] DEPTHS = {Field.DEPTH, Field.PREVIOUS_DEPTH, Field.NEXT_DEPTH};

  private record Slot(int width, int height, long video) {}

  private final SampleSource source;
  private final int videos;
  private final Map<Slot, Sample> kept = new HashMap<>();

  /**
   * @param source of videos
   * @param videos how many of them are used
   */
  public MotionPairs(SampleSource source, int videos) {
    if (videos <= 0) {
      throw new IllegalArgumentException("pairs of frames need videos, found " + videos);
    }
    this.source = source;
    this.videos = videos;
  }

  @Override
  public Set<Field> fields() {
    return FIELDS;
  }

  /** Endless, since each order of a video is asked for in turn. */
  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) throws IOException {
    Sample video = video(new Slot(out.width(), out.height(), Math.floorMod(index, videos)));
    int[] order = ORDERS[(int) Math.floorMod(Math.floorDiv(index, videos), ORDERS.length)];
    copyFrame(video, order[0], out, Field.IMAGE);
    copyFrame(video, order[1], out, Field.PREVIOUS);
    if (out.wants(Field.DEPTH)) {
      float[] depth = video.floats(DEPTHS[order[0]]);
      System.arraycopy(depth, 0, out.floats(Field.DEPTH), 0, depth.length);
    }
    if (out.wants(Field.INTRINSICS)) {
      System.arraycopy(video.floats(Field.INTRINSICS), 0, out.floats(Field.INTRINSICS), 0, 4);
    }
    if (out.wants(Field.PREVIOUS_FROM_IMAGE)) {
      RigidTransform motion =
          frameFromImage(video, order[1]).after(frameFromImage(video, order[0]).inverse());
      Motion.write(motion, out.floats(Field.PREVIOUS_FROM_IMAGE));
    }
  }

  private Sample video(Slot slot) throws IOException {
    Sample video = kept.get(slot);
    if (video == null) {
      video = new Sample(slot.width(), slot.height(), VIDEO);
      source.read(slot.video(), video);
      kept.put(slot, video);
    }
    return video;
  }

  private static RigidTransform frameFromImage(Sample video, int frame) {
    return switch (frame) {
      case 0 -> RigidTransform.IDENTITY;
      case 1 -> Motion.read(video.floats(Field.PREVIOUS_FROM_IMAGE), 0);
      default -> Motion.read(video.floats(Field.NEXT_FROM_IMAGE), 0);
    };
  }

  private static void copyFrame(Sample video, int frame, Sample out, Field to) {
    if (out.wants(to)) {
      Field from = frame == 0 ? Field.IMAGE : frame == 1 ? Field.PREVIOUS : Field.NEXT;
      byte[] bytes = video.bytes(from);
      System.arraycopy(bytes, 0, out.bytes(to), 0, bytes.length);
    }
  }

  @Override
  public String describe() {
    return videos + " videos of " + source.describe() + ", their frames in every order";
  }
}
