package dev.fathom.train.data;

import java.io.IOException;
import java.util.Set;

/** The first samples of a source, over and over. */
public record FewSamples(SampleSource source, long size) implements SampleSource {
  @Override
  public Set<Field> fields() {
    return source.fields();
  }

  @Override
  public void read(long index, Sample out) throws IOException {
    source.read(index, out);
  }

  @Override
  public String describe() {
    return size + " samples of " + source.describe();
  }
}
