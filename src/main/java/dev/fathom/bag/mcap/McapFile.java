package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.Channel;
import dev.fathom.bag.mcap.McapRecord.Metadata;
import dev.fathom.bag.mcap.McapRecord.Schema;
import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What an MCAP file, whole or damaged, holds. The file itself is open only while a cursor is.
 *
 * <p>Threads: one at a time. Cost: indexing reads the summary; without one, the whole file.
 */
public final class McapFile {
  private final Path path;
  private final long size;
  private final McapIndex index;

  private McapFile(McapInput input, McapIndex index) {
    path = input.path();
    size = input.size();
    this.index = index;
    index
        .segments()
        .sort(Comparator.comparingLong(Segment::startTime).thenComparingLong(Segment::offset));
  }

  /**
   * Learns what a file holds.
   *
   * @throws MalformedDataException when it does not begin as an MCAP file does
   */
  public static McapFile open(Path path) throws IOException {
    try (McapInput input = new McapInput(path);
        SegmentLoader loader = new SegmentLoader(input)) {
      byte[] magic = Mcap.magic();
      int there = (int) Math.min(magic.length, input.size());
      if (!Arrays.equals(input.peek(0, there), 0, there, magic, 0, magic.length)) {
        throw new MalformedDataException(0, path + " does not begin as an MCAP file");
      }
      return new McapFile(input, index(input, loader));
    }
  }

  private static McapIndex index(McapInput input, SegmentLoader loader) throws IOException {
    McapIndex scanned = new McapIndex();
    try {
      McapIndex summary = new SummaryReader(input, loader).read();
      if (summary != null) {
        return summary;
      }
    } catch (MalformedDataException e) {
      scanned.problems().add(new McapProblem(e.offset(), "summary not used: " + e.reason(), false));
    }
    new McapScanner(input, loader, scanned, true).scanAll();
    return scanned;
  }

  public Path path() {
    return path;
  }

  public long size() {
    return size;
  }

  /** Profile and library as the header names them; empty when there is no header. */
  public Map<String, String> header() {
    return index.header();
  }

  public Map<Integer, Schema> schemas() {
    return index.registry().schemas();
  }

  public Map<Integer, Channel> channels() {
    return index.registry().channels();
  }

  public Map<Integer, Long> messageCounts() {
    return index.messageCounts();
  }

  /** Names of the compressions met, {@code none} among them. */
  public Set<String> compressions() {
    return index.compressions();
  }

  public List<Metadata> metadata() {
    return index.metadata();
  }

  /** The earliest log time; {@code Long.MAX_VALUE} when there is no message. */
  public long startTime() {
    return index.startTime();
  }

  /** The latest log time; {@code Long.MIN_VALUE} when there is no message. */
  public long endTime() {
    return index.endTime();
  }

  /** What cursors read by. */
  McapIndex index() {
    return index;
  }

  /** What was found so far; reading may add to it. */
  public List<McapProblem> problems() {
    return List.copyOf(index.problems());
  }

  /**
   * Messages in log time order; the cursor opens the file.
   *
   * @param from the earliest log time wanted
   * @param to the latest log time wanted
   * @param channels which channels are wanted
   */
  public McapCursor cursor(long from, long to, IntPredicate channels) throws IOException {
    return new McapCursor(new McapInput(path), index, from, to, channels);
  }
}
