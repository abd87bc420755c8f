package dev.fathom.train.data.shards;

import dev.fathom.train.data.Field;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.TfRecordWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Writes the samples of any source into TFRecord shards, each sample whole in one of them. */
public final class ShardWriter {
  /** Hears how far the writing is. */
  public interface Progress {
    void written(long samples);
  }

  private ShardWriter() {}

  /**
   * Writes samples 0 to {@code samples − 1}, in order, as {@code samples-00000-of-00010.tfrecord}
   * and so on.
   *
   * @param folder made if there is none; must hold no shards
   * @param fields to be written, which the source has
   */
  public static void write(
      SampleSource source,
      Set<Field> fields,
      int width,
      int height,
      long samples,
      int shards,
      Path folder,
      Progress progress)
      throws IOException {
    if (samples <= 0 || shards <= 0 || shards > samples) {
      throw new IllegalArgumentException(
          "at least one sample a shard, found " + samples + " for " + shards);
    }
    Set<Field> missing = EnumSet.copyOf(fields);
    missing.removeAll(source.fields());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          source.describe() + " does not have " + missing + "; it has " + source.fields());
    }
    Files.createDirectories(folder);
    requireNone(folder);
    Sample sample = new Sample(width, height, fields);
    long index = 0;
    for (int shard = 0; shard < shards; shard++) {
      long end = samples * (shard + 1) / shards;
      try (TfRecordWriter writer = TfRecordWriter.create(folder.resolve(name(shard, shards)))) {
        for (; index < end; index++) {
          source.read(index, sample);
          writer.write(SampleRecord.write(sample, source.describe()));
          progress.written(index + 1);
        }
      }
    }
  }

  private static void requireNone(Path folder) throws IOException {
    try (DirectoryStream<Path> there = Files.newDirectoryStream(folder, "*" + ShardSource.SUFFIX)) {
      for (Path file : there) {
        throw new IllegalArgumentException(
            "there are shards in " + folder + " already, such as " + file.getFileName());
      }
    }
  }

  private static String name(int shard, int shards) {
    return String.format("samples-%05d-of-%05d%s", shard, shards, ShardSource.SUFFIX);
  }
}
