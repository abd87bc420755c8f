package dev.fathom.train.data;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Several sources, a sample of each in turn. */
public final class RoundRobin implements SampleSource {
  private final List<SampleSource> sources;

  /**
   * @param sources without end, since in turn all must have something left
   */
  public RoundRobin(List<SampleSource> sources) {
    if (sources.isEmpty() || sources.stream().anyMatch(source -> source.size() != ENDLESS)) {
      throw new IllegalArgumentException("sources in turn must be endless, found " + sources);
    }
    this.sources = List.copyOf(sources);
  }

  /** What all of them have. */
  @Override
  public Set<Field> fields() {
    Set<Field> fields = EnumSet.allOf(Field.class);
    sources.forEach(source -> fields.retainAll(source.fields()));
    return fields;
  }

  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) throws IOException {
    int turn = (int) (index % sources.size());
    sources.get(turn).read(index / sources.size(), out);
  }

  @Override
  public String describe() {
    return sources.stream().map(SampleSource::describe).collect(Collectors.joining(" | "));
  }
}
