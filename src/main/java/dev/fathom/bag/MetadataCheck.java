package dev.fathom.bag;

import dev.fathom.bag.BagMetadata.FileCount;
import dev.fathom.bag.BagMetadata.TopicCount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds where a recording's metadata contradicts its data. */
final class MetadataCheck {
  private final Path yaml;
  private final BagMetadata metadata;
  private final List<Storage> storages;
  private final List<BagProblem> problems = new ArrayList<>();

  private MetadataCheck(Path directory, BagMetadata metadata, List<Storage> storages) {
    yaml = directory.resolve(MetadataFile.NAME);
    this.metadata = metadata;
    this.storages = storages;
  }

  static List<BagProblem> problems(Recording recording) {
    if (recording.metadata().isEmpty()) {
      return List.of();
    }
    MetadataCheck check =
        new MetadataCheck(recording.path(), recording.metadata().get(), recording.storages());
    check.files();
    check.topics();
    check.times();
    return check.problems;
  }

  private void files() {
    for (Storage storage : storages) {
      if (!storage.format().equals(metadata.storage())) {
        say(
            "says storage is "
                + metadata.storage()
                + ", but "
                + name(storage)
                + " is "
                + storage.format(),
            false);
      }
      long found = count(storage);
      for (FileCount file : metadata.files()) {
        boolean same = storage.file().endsWith(file.path());
        if (same && file.messageCount() >= 0 && file.messageCount() != found) {
          count("in " + file.path(), file.messageCount(), found);
        }
      }
    }
  }

  private static Path name(Storage storage) {
    Path name = storage.file().getFileName();
    return name == null ? storage.file() : name;
  }

  private static long count(Storage storage) {
    return storage.messageCounts().values().stream().mapToLong(Long::longValue).sum();
  }

  private void topics() {
    Map<String, Long> found = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    for (Storage storage : storages) {
      for (Connection c : storage.connections()) {
        found.merge(c.topic(), storage.messageCounts().getOrDefault(c.id(), 0L), Long::sum);
        types.putIfAbsent(c.topic(), c.type());
      }
    }
    for (TopicCount topic : metadata.topics()) {
      String name = topic.connection().topic();
      String type = topic.connection().type();
      Long there = found.remove(name);
      if (there == null) {
        if (topic.messageCount() > 0) {
          count("on " + name, topic.messageCount(), 0);
        }
        continue;
      }
      if (topic.messageCount() >= 0 && topic.messageCount() != there) {
        count("on " + name, topic.messageCount(), there);
      }
      if (!type.equals(types.get(name))) {
        say("says " + name + " is " + type + ", but the data says " + types.get(name), false);
      }
    }
    found.forEach(
        (name, there) -> {
          if (there > 0) {
            say("does not list " + name + ", which has " + there + " messages", false);
          }
        });
  }

  private void times() {
    long start = storages.stream().mapToLong(Storage::startTime).min().orElse(Long.MAX_VALUE);
    long end = storages.stream().mapToLong(Storage::endTime).max().orElse(Long.MIN_VALUE);
    long total = storages.stream().mapToLong(MetadataCheck::count).sum();
    // With messages missing the times differ too, and the counts have said so already.
    if (total == 0 || total != metadata.messageCount()) {
      if (problems.isEmpty() && metadata.messageCount() >= 0 && total != metadata.messageCount()) {
        count("in all", metadata.messageCount(), total);
      }
      return;
    }
    if (start != metadata.startNanos()) {
      say(
          "says the first message is at " + metadata.startNanos() + " ns, but it is at " + start,
          false);
    }
    if (end - start != metadata.durationNanos()) {
      say("says it lasts " + metadata.durationNanos() + " ns, but it is " + (end - start), false);
    }
  }

  private void count(String where, long said, long found) {
    say("says " + said + " messages " + where + ", but there are " + found, found < said);
  }

  private void say(String text, boolean dataLost) {
    problems.add(new BagProblem(yaml, -1, text, dataLost));
  }
}
