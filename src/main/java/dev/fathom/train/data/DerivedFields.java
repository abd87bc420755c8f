package dev.fathom.train.data;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * A source with fields added that are computed from those it has.
 *
 * <p>Threads: as {@link SampleSource}, one at a time.
 */
public abstract class DerivedFields implements SampleSource {
  private final SampleSource source;
  private final Set<Field> needed;
  private final Set<Field> added;

  /**
   * @param needed what {@link #derive} reads
   * @param added what it writes
   */
  DerivedFields(SampleSource source, Set<Field> needed, Set<Field> added) {
    this.source = source;
    this.needed = EnumSet.copyOf(needed);
    this.added = EnumSet.copyOf(added);
  }

  /** The source with those of the wanted fields added that it lacks and that can be computed. */
  public static SampleSource of(SampleSource source, Set<Field> wanted) {
    // To complete depth from itself would be no task.
    boolean completes = wanted.contains(Field.SPARSE_DEPTH);
    SampleSource measured = completes ? source : with(new LidarDepth(source), wanted);
    SampleSource matched = with(new MatchedDepth(measured), wanted);
    SampleSource parallax = with(new SimulatedParallax(matched), wanted);
    return with(new OrdinalPairs(parallax), wanted);
  }

  private static SampleSource with(DerivedFields derived, Set<Field> wanted) {
    Set<Field> own = derived.source.fields();
    Set<Field> lacking = EnumSet.copyOf(derived.added);
    lacking.retainAll(wanted);
    lacking.removeAll(own);
    return own.containsAll(derived.needed) && !lacking.isEmpty() ? derived : derived.source;
  }

  /** Fills the added fields that {@code out} wants from the needed ones in {@code known}. */
  abstract void derive(long index, Sample known, Sample out);

  /** What is added, in words. */
  abstract String addition();

  @Override
  public Set<Field> fields() {
    Set<Field> fields = EnumSet.copyOf(source.fields());
    fields.addAll(added);
    return fields;
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public void read(long index, Sample out) throws IOException {
    Set<Field> asked = EnumSet.noneOf(Field.class);
    asked.addAll(out.wanted());
    if (!asked.removeAll(added)) {
      source.read(index, out);
      return;
    }
    asked.addAll(needed);
    Sample known = new Sample(out.width(), out.height(), asked);
    source.read(index, known);
    for (Field field : out.wanted()) {
      if (!added.contains(field)) {
        Object from = field.isBytes() ? known.bytes(field) : known.floats(field);
        Object to = field.isBytes() ? out.bytes(field) : out.floats(field);
        System.arraycopy(from, 0, to, 0, field.size(out.width(), out.height()));
      }
    }
    derive(index, known, out);
  }

  @Override
  public String describe() {
    return source.describe() + "; " + addition();
  }
}
