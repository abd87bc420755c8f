package dev.fathom.train;

import dev.fathom.train.data.CandidateSource;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.RoundRobin;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.ShotSource;
import dev.fathom.train.data.Shuffled;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.data.folder.DataFolder;
import dev.fathom.train.data.recording.BagSource;
import dev.fathom.train.data.recording.BagTopics;
import dev.fathom.train.data.shards.ShardSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to learn from and what to be measured on, as users name it.
 *
 * <p>A name is {@code world}, {@code world:SEED}, {@code pairs} (generated rectified pairs, most of
 * them cut-outs; see {@link CandidateSource}), or the path of a recording, of a folder of shards,
 * or of a data set; a recording's topics may follow, as in {@code BAG,image=/camera/image_raw}.
 * Several are drawn from in turn. Of everything recorded the last fifth is held out; the generated
 * world has places of its own for that.
 *
 * @param training to learn from
 * @param heldOut to be measured on
 */
public record TrainingData(SampleSource training, SampleSource heldOut) {
  /** The generated world; of pairs with candidates, {@link CandidateSource}. */
  public static final String WORLD = "world";

  /** Generated pairs, with or without candidates. */
  public static final String PAIRS = "pairs";

  /**
   * Opens what is named.
   *
   * @param names at least one
   * @param seed of the order, and of the world where it is named without one
   * @param wanted fields that every frame to learn from must have, as far as there are such frames
   * @throws IllegalArgumentException if a name is none of those, or lacks what is wanted
   * @throws IOException if a file is missing or broken; names it
   */
  public static TrainingData open(List<String> names, long seed, Set<Field> wanted)
      throws IOException {
    List<SampleSource> training = new ArrayList<>();
    List<SampleSource> heldOut = new ArrayList<>();
    for (String name : names) {
      if (name.equals(PAIRS)) {
        training.add(CandidateSource.training(seed));
        heldOut.add(CandidateSource.heldOut(seed));
      } else if (isWorld(name)) {
        long worldSeed = name.equals(WORLD) ? seed : seed(name);
        boolean choosing = wanted.contains(Field.CANDIDATES);
        training.add(
            choosing ? CandidateSource.training(worldSeed) : WorldSource.training(worldSeed));
        heldOut.add(choosing ? CandidateSource.heldOut(worldSeed) : WorldSource.heldOut(worldSeed));
      } else {
        ShotSource all = recorded(name);
        Set<Field> needed = EnumSet.noneOf(Field.class);
        needed.addAll(wanted);
        needed.retainAll(all.fields());
        training.add(Shuffled.of(all.training().having(needed), seed));
        heldOut.add(Shuffled.of(all.heldOut(), seed));
      }
    }
    return training.size() == 1
        ? new TrainingData(training.get(0), heldOut.get(0))
        : new TrainingData(new RoundRobin(training), new RoundRobin(heldOut));
  }

  /**
   * The same to learn from, but measured on what else is named: all of it where it was recorded.
   *
   * @param names at least one
   * @param seed of the order, and of the world where it is named without one
   * @param wanted as for {@link #open}
   */
  public TrainingData measuredOn(List<String> names, long seed, Set<Field> wanted)
      throws IOException {
    List<SampleSource> others = new ArrayList<>();
    for (String name : names) {
      others.add(
          isWorld(name)
              ? open(List.of(name), seed, wanted).heldOut()
              : Shuffled.of(recorded(name), seed));
    }
    return new TrainingData(training, others.size() == 1 ? others.get(0) : new RoundRobin(others));
  }

  private static boolean isWorld(String name) {
    return name.equals(WORLD) || name.startsWith(WORLD + ":");
  }

  private static long seed(String name) {
    String number = name.substring(WORLD.length() + 1);
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected world:SEED with a whole number, found '" + name + "'", e);
    }
  }

  private static ShotSource recorded(String name) throws IOException {
    String[] parts = name.split(",", -1);
    Path path = Path.of(parts[0]);
    if (!Files.exists(path)) {
      throw new FileNotFoundException(
          path + ": no such file or folder (data is world, world:SEED, pairs, or a path)");
    }
    if (isBag(path)) {
      BagTopics topics = BagTopics.FOUND;
      for (int i = 1; i < parts.length; i++) {
        String[] setting = parts[i].split("=", 2);
        if (setting.length != 2) {
          throw new IllegalArgumentException("expected NAME=TOPIC, found '" + parts[i] + "'");
        }
        topics = topics.with(setting[0], setting[1]);
      }
      return BagSource.open(path, topics);
    }
    if (parts.length > 1) {
      throw new IllegalArgumentException(
          path + " is no recording and has no topics: found '" + name + "'");
    }
    return ShardSource.isIn(path) ? ShardSource.open(path) : DataFolder.open(path);
  }

  private static boolean isBag(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return !path.toString().endsWith(".mat");
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(path, "*.{mcap,db3,mcap.zstd,db3.zstd}")) {
      return files.iterator().hasNext();
    }
  }
}
