package dev.fathom.train.data;

import java.io.IOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Recorded shots as samples: all of them, or the part to learn from or to be measured on.
 *
 * <p>The last fifth in time is held out. Samples are kept in memory in the size that they are asked
 * for, up to a quarter of a gigabyte, so that later epochs decode nothing. Threads: one at a time.
 */
public final class ShotSource implements SampleSource {
  private static final long MOST_BYTES = 256L << 20;
  private static final double HELD_OUT = 0.2;

  private record Key(int shot, int width, int height, Set<Field> fields) {}

  /** Shots {@code from} to {@code to − 1}, and how that part is called. */
  private record Part(int from, int to, String name) {}

  private final Shots shots;
  private final Part part;
  private final int[] chosen;
  private final Set<Field> fields = EnumSet.allOf(Field.class);
  private final Map<Key, Sample> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  private ShotSource(Shots shots, Part part, Set<Field> needed) {
    this.shots = shots;
    this.part = part;
    this.chosen =
        IntStream.range(part.from(), part.to())
            .filter(shot -> shots.fields(shot).containsAll(needed))
            .toArray();
    if (chosen.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s: of its %d frames%s none has all of %s; frames that have each: %s",
              shots.describe(), part.to() - part.from(), part.name(), needed, counts(shots, part)));
    }
    IntStream.of(chosen).forEach(shot -> fields.retainAll(shots.fields(shot)));
  }

  /** The shots that have everything; where none has, what the fewest have is given up first. */
  public static ShotSource of(Shots shots) {
    Part all = new Part(0, shots.size(), "");
    Map<Field, Integer> counts = counts(shots, all);
    Set<Field> needed = EnumSet.noneOf(Field.class);
    needed.addAll(counts.keySet());
    Iterator<Field> rarest =
        counts.keySet().stream().sorted(Comparator.comparing(counts::get)).iterator();
    while (!needed.isEmpty() && !anyHas(shots, needed)) {
      needed.remove(rarest.next());
    }
    return new ShotSource(shots, all, needed);
  }

  private static boolean anyHas(Shots shots, Set<Field> needed) {
    return IntStream.range(0, shots.size())
        .anyMatch(shot -> shots.fields(shot).containsAll(needed));
  }

  private static Map<Field, Integer> counts(Shots shots, Part part) {
    Map<Field, Integer> counts = new EnumMap<>(Field.class);
    for (int shot = part.from(); shot < part.to(); shot++) {
      shots.fields(shot).forEach(field -> counts.merge(field, 1, Integer::sum));
    }
    return counts;
  }

  /**
   * The shots of this part that have these fields, whatever else they lack.
   *
   * @throws IllegalArgumentException if there is none; its message says how many have what
   */
  public ShotSource having(Set<Field> needed) {
    return new ShotSource(shots, part, needed);
  }

  /** The first four fifths in time, less those that share a neighbour with the rest. */
  public ShotSource training() {
    int end = Math.max(0, border() - 2 * shots.reach());
    return new ShotSource(shots, new Part(0, end, " in the first 80 %"), fields);
  }

  /** The last fifth in time. */
  public ShotSource heldOut() {
    return new ShotSource(shots, new Part(border(), shots.size(), " in the last 20 %"), fields);
  }

  private int border() {
    return (int) Math.round(shots.size() * (1 - HELD_OUT));
  }

  @Override
  public Set<Field> fields() {
    return EnumSet.copyOf(fields);
  }

  @Override
  public long size() {
    return chosen.length;
  }

  @Override
  public void read(long index, Sample out) throws IOException {
    int shot = chosen[(int) Math.floorMod(index, (long) chosen.length)];
    Key key = new Key(shot, out.width(), out.height(), Set.copyOf(out.wanted()));
    Sample sample = kept.get(key);
    if (sample == null) {
      sample = new Sample(out.width(), out.height(), out.wanted());
      shots.read(shot, out.wanted()).write(sample);
      keep(key, sample);
    }
    sample.copyTo(out);
  }

  private void keep(Key key, Sample sample) {
    kept.put(key, sample);
    keptBytes += sample.bytes();
    Iterator<Sample> oldest = kept.values().iterator();
    while (keptBytes > MOST_BYTES && kept.size() > 1) {
      keptBytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  @Override
  public String describe() {
    return String.format("%d frames%s of %s", chosen.length, part.name(), shots.describe());
  }
}
