package dev.fathom.train.data.shards;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.train.data.ExampleRecord;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.Shot;
import dev.fathom.train.data.ShotSource;
import dev.fathom.train.data.Shots;
import dev.fathom.train.data.TfRecordReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of TFRecord shards as samples, read at the size they are asked for; what their records
 * hold is said by {@link ShardWriter}.
 *
 * <p>The shards are walked once for where each record begins.
 */
public final class ShardSource implements Shots {
  static final String SUFFIX = ".tfrecord";

  private static final Pattern NUMBERED = Pattern.compile("(.*)-(\\d+)-of-(\\d+)\\.tfrecord");

  private record Place(Path file, long offset) {}

  private final Path folder;
  private final List<Place> places = new ArrayList<>();
  private final Set<Field> fields;
  private final String origin;

  private ShardSource(Path folder) throws IOException {
    this.folder = folder;
    for (Path file : files(folder)) {
      try (TfRecordReader reader = new TfRecordReader(file)) {
        long offset = 0;
        while (reader.skip()) {
          places.add(new Place(file, offset));
          offset = reader.offset();
        }
      }
    }
    if (places.isEmpty()) {
      throw new IOException(folder + ": the shards hold no record");
    }
    ExampleRecord first = record(places.get(0));
    fields = SampleRecord.fields(first);
    origin = SampleRecord.source(first);
    if (!fields.contains(Field.IMAGE)) {
      throw new IOException(
          places.get(0).file() + ": expected a feature 'image', found " + first.names());
    }
  }

  /** Whether a folder holds shards. */
  public static boolean isIn(Path folder) throws IOException {
    return Files.isDirectory(folder) && !list(folder).isEmpty();
  }

  /**
   * The samples of all shards of a folder.
   *
   * @throws IOException if a shard is missing, by the numbers in the names, or broken
   */
  public static ShotSource open(Path folder) throws IOException {
    return ShotSource.of(new ShardSource(folder));
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> there = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      there.forEach(files::add);
    }
    Collections.sort(files);
    return files;
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = list(folder);
    for (Path file : files) {
      Matcher name = NUMBERED.matcher(String.valueOf(file.getFileName()));
      if (name.matches()) {
        int expected = Integer.parseInt(name.group(3));
        String prefix = name.group(1) + "-";
        long found =
            files.stream().filter(f -> String.valueOf(f.getFileName()).startsWith(prefix)).count();
        if (found != expected) {
          throw new IOException(
              folder
                  + ": expected "
                  + expected
                  + " shards as "
                  + file.getFileName()
                  + " says, found "
                  + found);
        }
      }
    }
    return files;
  }

  private static ExampleRecord record(Place place) throws IOException {
    try (TfRecordReader reader = new TfRecordReader(place.file())) {
      reader.seek(place.offset());
      byte[] data = reader.read();
      if (data == null) {
        throw new IOException(place.file() + " has become shorter");
      }
      return ExampleRecord.parse(data, place.offset());
    }
  }

  @Override
  public int size() {
    return places.size();
  }

  @Override
  public Set<Field> fields(int index) {
    return EnumSet.copyOf(fields);
  }

  @Override
  public int reach() {
    return 0;
  }

  @Override
  public Shot read(int index, Set<Field> wanted) throws IOException {
    Place place = places.get(index);
    Set<Field> needed = EnumSet.copyOf(wanted);
    if (fields.contains(Field.INTRINSICS)) {
      needed.add(Field.INTRINSICS);
    }
    try {
      return shot(SampleRecord.read(record(place), needed));
    } catch (MalformedDataException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(place.file() + " at " + place.offset() + ": " + e.getMessage(), e);
    }
  }

  private static Shot shot(Sample sample) {
    int width = sample.width();
    int height = sample.height();
    Shot shot = new Shot(camera(sample));
    for (Field field : sample.wanted()) {
      switch (field.kind()) {
        case PICTURE, LABELS -> {
          Image8 image = new Image8().reshape(width, height, field.channels());
          System.arraycopy(sample.bytes(field), 0, image.data(), 0, image.size());
          shot.with(field, image);
        }
        case MAP -> {
          FloatImage map = new FloatImage().reshape(width, height);
          System.arraycopy(sample.floats(field), 0, map.data(), 0, map.size());
          shot.with(field, map);
        }
        case VECTOR -> shot.with(field, sample.floats(field));
      }
    }
    return shot;
  }

  /** Where the records have no intrinsics nothing is asked of the camera but its size. */
  private static Intrinsics camera(Sample sample) {
    int width = sample.width();
    int height = sample.height();
    if (!sample.wants(Field.INTRINSICS)) {
      return new Intrinsics(width, height, width, width, (width - 1) / 2.0, (height - 1) / 2.0);
    }
    float[] k = sample.floats(Field.INTRINSICS);
    return new Intrinsics(width, height, k[0], k[1], k[2], k[3]);
  }

  @Override
  public String describe() {
    return "shards in " + folder + " of " + origin;
  }
}
