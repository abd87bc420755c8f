package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.Header;
import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Walks over a file's records to learn what a summary would have said.
 *
 * <p>Where a record cannot be, the next chunk is searched for: a chunk's header repeats its own
 * length, which makes it known among other bytes.
 *
 * <p>Threads: one at a time. Cost: reads and decompresses every chunk once.
 */
final class McapScanner {
  /** A run of records outside chunks is read in pieces of about this size. */
  private static final int RUN_BYTES = 4 << 20;

  private final McapInput input;
  private final SegmentLoader loader;
  private final McapIndex index;
  private final SegmentBuffer scratch = new SegmentBuffer();
  private final boolean readChunks;
  private long runStart = -1;
  private long runStartTime;
  private long runEndTime;
  private final Set<Integer> runChannels = new TreeSet<>();
  private boolean foundChunk;
  private boolean ended;
  private boolean saidTruncated;

  /** The last record whose length nothing has confirmed. */
  private long suspect = -1;

  /**
   * @param readChunks whether chunks and messages are taken into the index's counts; a gap between
   *     the chunks that a summary lists has none, or the summary is wrong
   */
  McapScanner(McapInput input, SegmentLoader loader, McapIndex index, boolean readChunks) {
    this.input = input;
    this.loader = loader;
    this.index = index;
    this.readChunks = readChunks;
  }

  /** Whether a chunk was met. */
  boolean foundChunk() {
    return foundChunk;
  }

  /** Scans the whole file, and says in the index what is missing at its end. */
  void scanAll() throws IOException {
    scan(Mcap.magic().length, input.size());
    if (!ended && !saidTruncated) {
      truncated(input.size(), "no data end record");
    }
  }

  /** Scans {@code [from, to)}. */
  void scan(long from, long to) throws IOException {
    long at = from;
    while (at < to && !ended) {
      long left = to - at;
      byte[] head = input.peek(at, (int) Math.min(left, ChunkSearch.HEAD_BYTES));
      long length = left < Mcap.RECORD_PREFIX ? Long.MAX_VALUE : ByteCursor.i64(head, 1);
      boolean possible = head[0] != 0 && length >= 0 && length <= left - Mcap.RECORD_PREFIX;
      if (possible && head[0] == Mcap.CHUNK) {
        possible = ChunkSearch.isChunk(head, 0, at, to);
        suspect = at;
      }
      long next = possible ? record(head, at, length) : -1;
      at = next >= 0 ? next : resume(at, to);
    }
    endRun(at);
  }

  /** Handles the record at {@code at}; returns where the next one is, or -1 if this is none. */
  private long record(byte[] head, long at, long length) throws IOException {
    int opcode = Byte.toUnsignedInt(head[0]);
    long end = at + Mcap.RECORD_PREFIX + length;
    suspect = at;
    if (opcode == Mcap.MESSAGE) {
      message(head, at, end);
      return end;
    }
    if (opcode != Mcap.SCHEMA && opcode != Mcap.CHANNEL) {
      endRun(at);
    }
    try {
      switch (opcode) {
        case Mcap.CHUNK -> chunk(at, end);
        case Mcap.SCHEMA, Mcap.CHANNEL, Mcap.METADATA, Mcap.HEADER -> small(opcode, at, length);
        case Mcap.DATA_END -> {
          index.foundDataEnd(at, RecordParser.dataEnd(content(at, length)).dataCrc());
          ended = true;
        }
        case Mcap.FOOTER -> ended = true;
        default -> {
          // Indexes, attachments, and whatever later versions and private tools add.
        }
      }
    } catch (MalformedDataException e) {
      String what = opcode == Mcap.CHUNK ? "chunk" : "record";
      problem(at, what + " skipped: " + e.reason(), true);
    }
    return end;
  }

  private void message(byte[] head, long at, long end) throws IOException {
    long size = end - at - Mcap.RECORD_PREFIX;
    if (size < Mcap.MESSAGE_PREFIX || size > Mcap.MAX_CHUNK_BYTES - Mcap.RECORD_PREFIX) {
      endRun(at);
      problem(at, "message skipped: its record has " + size + " bytes", true);
      return;
    }
    if (runStart >= 0 && end - runStart > RUN_BYTES) {
      endRun(at);
    }
    long time = ByteCursor.i64(head, Mcap.RECORD_PREFIX + 6);
    if (time < 0) {
      endRun(at);
      problem(at, "message skipped: its time is beyond 2^63", true);
      return;
    }
    if (runStart < 0) {
      runStart = at;
      runStartTime = time;
      runEndTime = time;
    }
    runStartTime = Math.min(runStartTime, time);
    runEndTime = Math.max(runEndTime, time);
    int channel = ByteCursor.u16(head, Mcap.RECORD_PREFIX);
    runChannels.add(channel);
    if (readChunks) {
      index.countMessage(channel);
    }
  }

  private void endRun(long at) {
    if (runStart < 0) {
      return;
    }
    index
        .segments()
        .add(
            new Segment(
                false,
                runStart,
                at - runStart,
                runStartTime,
                runEndTime,
                Set.copyOf(runChannels),
                false));
    index.cover(runStartTime, runEndTime);
    runStart = -1;
    runChannels.clear();
  }

  private void small(int opcode, long at, long length) throws IOException {
    ByteCursor content = content(at, length);
    if (opcode == Mcap.METADATA) {
      index.metadata().add(RecordParser.metadata(content));
    } else if (opcode == Mcap.HEADER) {
      Header header = RecordParser.header(content);
      index.header().put("profile", header.profile());
      index.header().put("library", header.library());
    } else {
      index.registry().read(opcode, content);
    }
  }

  private ByteCursor content(long at, long length) throws IOException {
    if (length > Mcap.MAX_RECORD_BYTES) {
      throw new MalformedDataException(
          at, "record claims " + length + " bytes; at most " + Mcap.MAX_RECORD_BYTES);
    }
    scratch.reserve((int) length);
    input.read(at + Mcap.RECORD_PREFIX, scratch.bytes(), scratch.start(), (int) length);
    return new ByteCursor(scratch.bytes(), scratch.start(), (int) length, at + Mcap.RECORD_PREFIX);
  }

  private void chunk(long at, long end) throws IOException {
    foundChunk = true;
    if (readChunks) {
      chunk(new Segment(true, at, end - at, 0, 0, Set.of(), false));
    }
  }

  /** Counts a chunk's messages, and keeps it with the times and channels that it really has. */
  private void chunk(Segment claimed) throws IOException {
    loader.load(claimed, scratch);
    suspect = -1;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    Set<Integer> channels = new TreeSet<>();
    // Twice, so that a chunk that turns out to be damaged has counted nothing.
    RecordWalk check = new RecordWalk(scratch, claimed.offset(), claimed.partial());
    while (check.next()) {
      if (check.opcode() == Mcap.MESSAGE) {
        first = Math.min(first, check.logTime());
        last = Math.max(last, check.logTime());
        channels.add(check.channel());
      } else {
        index.registry().read(check.opcode(), check.cursor());
      }
    }
    if (!channels.isEmpty()) {
      countMessages(claimed);
      index.compressions().add(loader.lastCompression());
      index.cover(first, last);
      long length = claimed.length();
      boolean partial = claimed.partial();
      index
          .segments()
          .add(new Segment(true, claimed.offset(), length, first, last, channels, partial));
    }
  }

  private void countMessages(Segment chunk) {
    RecordWalk walk = new RecordWalk(scratch, chunk.offset(), chunk.partial());
    while (walk.next()) {
      if (walk.opcode() == Mcap.MESSAGE) {
        index.countMessage(walk.channel());
      }
    }
  }

  /** Where reading goes on when no record can be at {@code at}. */
  private long resume(long at, long to) throws IOException {
    endRun(at);
    long found = ChunkSearch.find(input, (suspect >= 0 ? suspect : at) + 1, to);
    suspect = -1;
    if (found < to) {
      problem(at, "no record here; reading goes on with the chunk at byte " + found, true);
      return found;
    }
    if (to == input.size()) {
      partialChunk(at, to);
      truncated(at, "the record here does not end");
      ended = true;
    } else {
      problem(at, "no record here, up to byte " + to, true);
    }
    return to;
  }

  private void partialChunk(long at, long to) throws IOException {
    if (!readChunks || to - at <= Mcap.RECORD_PREFIX + Mcap.CHUNK_PREFIX) {
      return;
    }
    byte[] head = input.peek(at, (int) Math.min(to - at, ChunkSearch.HEAD_BYTES));
    if (!ChunkSearch.isChunk(head, 0, at, Long.MAX_VALUE)) {
      return;
    }
    try {
      long there = Math.min(to - at, Mcap.MAX_CHUNK_BYTES);
      chunk(new Segment(true, at, there, 0, 0, Set.of(), true));
    } catch (MalformedDataException e) {
      // The truncation itself is reported by the caller: nothing of this chunk is readable.
      foundChunk = true;
    }
  }

  private void truncated(long at, String how) {
    saidTruncated = true;
    problem(
        at,
        "truncated at byte "
            + input.size()
            + " ("
            + how
            + "): "
            + index.messageCount()
            + " messages read",
        true);
  }

  private void problem(long offset, String text, boolean dataLost) {
    index.problems().add(new McapProblem(offset, text, dataLost));
  }
}
