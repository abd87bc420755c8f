package dev.fathom.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The allow-list of ops, from {@code allowed_ops.txt}. */
final class AllowedOps {
  /** The saver's ops that only read. */
  static final Set<String> CHECKPOINT_READERS = Set.of("Restore", "RestoreSlice", "RestoreV2");

  private static final String RESOURCE = "allowed_ops.txt";
  private static final String SAVER_GROUP = "[saver]";

  // Only to say why: an op of no known kind is refused all the same.
  private static final Pattern PYTHON = Pattern.compile(".*PyFunc.*");
  private static final Pattern FILES =
      Pattern.compile(
          ".*(File|Reader|Summary|Dump|ImmutableConst|LoadAndRemap|VocabRemapping|PrintV2).*"
              + "|.*(TextLine|FixedLength|TFRecord|LMDB|Cache|Save|Snapshot|Sql)\\w*Dataset.*");

  private final Set<String> computing = new HashSet<>();
  private final Set<String> saver = new HashSet<>();

  private AllowedOps() {}

  static AllowedOps load() {
    AllowedOps ops = new AllowedOps();
    Set<String> group = ops.computing;
    for (String line : lines()) {
      if (line.startsWith("[")) {
        group = line.equals(SAVER_GROUP) ? ops.saver : ops.computing;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        group.add(line);
      }
    }
    return ops;
  }

  /** Whether the op computes, or keeps state in the session, and no more. */
  boolean computes(String op) {
    return computing.contains(op);
  }

  /** Whether the op belongs to a saver. */
  boolean isSaver(String op) {
    return saver.contains(op);
  }

  Set<String> all() {
    Set<String> all = new HashSet<>(computing);
    all.addAll(saver);
    return all;
  }

  /** Why an op that is not on the list is refused, to follow "… is an X op, ". */
  static String reasonAgainst(String op) {
    if (PYTHON.matcher(op).matches()) {
      return "which runs Python";
    }
    if (FILES.matcher(op).matches()) {
      return "which reads or writes files";
    }
    return "which is not among the ops that Fathom allows (custom, or more than computation)";
  }

  private static List<String> lines() {
    try (InputStream resource = AllowedOps.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("the program's own " + RESOURCE + " is missing");
      }
      return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
          .lines()
          .map(String::strip)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the program's own " + RESOURCE, e);
    }
  }
}
