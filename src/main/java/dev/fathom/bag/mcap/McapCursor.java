package dev.fathom.bag.mcap;

import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the messages of a file in log time order.
 *
 * <p>Segments that overlap in time are merged. Their records together stay below a budget: beyond
 * it, those whose next message is farthest are dropped and read again when their turn comes.
 *
 * <p>Threads: one at a time.
 */
public final class McapCursor implements AutoCloseable {
  private static final long RESIDENT_BYTES = 256L << 20;

  private final McapIndex index;
  private final McapInput input;
  private final SegmentLoader loader;
  private final long from;
  private final long to;
  private final IntPredicate wanted;
  private final long residentLimit;
  private final @Nullable DataCrc dataCrc;
  private final PriorityQueue<Active> waiting = new PriorityQueue<>();
  private final ArrayDeque<Active> spare = new ArrayDeque<>();
  private final ArrayDeque<SegmentBuffer> spareBuffers = new ArrayDeque<>();
  private @Nullable Active current;
  private int nextSegment;
  private byte[] bytes = new byte[0];
  private int content;
  private int length;

  /** A segment that has been begun. */
  private static final class Active implements Comparable<Active> {
    final MessageOrder order = new MessageOrder();
    Segment segment;
    int at;

    /** Null when others needed the room. */
    @Nullable SegmentBuffer records;

    Active(Segment segment) {
      this.segment = segment;
    }

    long time() {
      return order.time(at);
    }

    @Override
    public int compareTo(Active other) {
      int byTime = Long.compare(time(), other.time());
      return byTime != 0 ? byTime : Long.compare(segment.offset(), other.segment.offset());
    }
  }

  McapCursor(McapInput input, McapIndex index, long from, long to, IntPredicate wanted) {
    this(input, index, from, to, wanted, RESIDENT_BYTES);
  }

  McapCursor(
      McapInput input,
      McapIndex index,
      long from,
      long to,
      IntPredicate wanted,
      long residentLimit) {
    this.input = input;
    this.index = index;
    this.from = from;
    this.to = to;
    this.wanted = wanted;
    this.residentLimit = residentLimit;
    loader = new SegmentLoader(input);
    boolean hasCrc = index.dataEnd() >= 0 && index.dataCrc() != 0;
    dataCrc = hasCrc && isWhole() ? new DataCrc(input) : null;
  }

  /** Moves to the next message; what the last one's accessors gave is then no longer valid. */
  public boolean next() throws IOException {
    retire();
    long first = Math.min(current != null ? current.time() : Long.MAX_VALUE, earliestWaiting());
    while (nextSegment < index.segments().size()
        && index.segments().get(nextSegment).startTime() <= first) {
      activate(index.segments().get(nextSegment++));
      first = Math.min(first, earliestWaiting());
    }
    Active chosen = choose();
    current = chosen;
    if (chosen == null) {
      checkDataCrc();
      return false;
    }
    SegmentBuffer records = chosen.records;
    if (records == null) {
      records = buffer();
      loader.load(chosen.segment, records);
      chosen.records = records;
      limitResidents(chosen);
    }
    bytes = records.bytes();
    content = records.start() + chosen.order.content(chosen.at);
    length = chosen.order.length(chosen.at);
    return true;
  }

  /** Leaves the message that was last given. */
  private void retire() {
    Active done = current;
    if (done != null && ++done.at >= done.order.size()) {
      recycle(done);
      current = null;
    }
  }

  private long earliestWaiting() {
    Active next = waiting.peek();
    return next == null ? Long.MAX_VALUE : next.time();
  }

  private @Nullable Active choose() {
    Active next = waiting.peek();
    if (current == null) {
      return waiting.poll();
    }
    if (next != null && next.compareTo(current) < 0) {
      waiting.add(current);
      return waiting.poll();
    }
    return current;
  }

  private void activate(Segment segment) throws IOException {
    if (segment.endTime() < from || segment.startTime() > to || !hasWanted(segment)) {
      return;
    }
    Active active = spare.isEmpty() ? new Active(segment) : spare.pop();
    SegmentBuffer records = buffer();
    active.segment = segment;
    active.records = records;
    active.at = 0;
    active.order.clear();
    try {
      loader.load(segment, records, dataCrc);
      collect(segment, records, active.order);
    } catch (MalformedDataException e) {
      problem(segment, "chunk skipped: " + e.reason(), true);
      active.order.clear();
    }
    if (active.order.size() == 0) {
      recycle(active);
      return;
    }
    waiting.add(active);
    limitResidents(active);
  }

  private SegmentBuffer buffer() {
    return spareBuffers.isEmpty() ? new SegmentBuffer() : spareBuffers.pop();
  }

  private void recycle(Active done) {
    if (done.records != null) {
      spareBuffers.push(done.records);
      done.records = null;
    }
    spare.push(done);
  }

  private boolean hasWanted(Segment segment) {
    if (segment.channels().isEmpty()) {
      return true;
    }
    for (int channel : segment.channels()) {
      if (wanted.test(channel)) {
        return true;
      }
    }
    return false;
  }

  private void collect(Segment segment, SegmentBuffer records, MessageOrder order) {
    RecordWalk walk = new RecordWalk(records, segment.offset(), segment.partial());
    boolean timesHold = true;
    while (walk.next()) {
      if (walk.opcode() != Mcap.MESSAGE) {
        continue;
      }
      long time = walk.logTime();
      int channel = walk.channel();
      timesHold &= time >= segment.startTime() && time <= segment.endTime();
      if (time < from || time > to || !wanted.test(channel)) {
        continue;
      }
      if (index.registry().channels().containsKey(channel)) {
        order.add(time, walk.content() - records.start(), walk.contentLength());
      } else {
        problem(segment, "messages on channel " + channel + ", which no record declares", true);
      }
    }
    if (!timesHold) {
      problem(segment, "chunk has messages outside the times that it states", false);
    }
    order.sort();
  }

  /** Drops the records of segments whose turn is farthest until all fit into the budget. */
  private void limitResidents(Active keep) {
    long resident = current != null && current != keep ? capacity(current) : 0;
    resident += waiting.contains(keep) ? 0 : capacity(keep);
    for (Active active : waiting) {
      resident += capacity(active);
    }
    while (resident > residentLimit) {
      spareBuffers.clear();
      Active farthest = null;
      for (Active active : waiting) {
        boolean candidate = active.records != null && active != keep;
        if (candidate && (farthest == null || active.compareTo(farthest) > 0)) {
          farthest = active;
        }
      }
      if (farthest == null || farthest.records == null) {
        return;
      }
      resident -= capacity(farthest);
      spareBuffers.push(farthest.records);
      farthest.records = null;
    }
  }

  private static int capacity(Active active) {
    return active.records == null ? 0 : active.records.capacity();
  }

  private void problem(Segment segment, String text, boolean dataLost) {
    index.problems().add(new McapProblem(segment.offset(), text, dataLost));
  }

  private void checkDataCrc() throws IOException {
    if (dataCrc != null && dataCrc.differs(index.dataEnd(), index.dataCrc())) {
      index
          .problems()
          .add(new McapProblem(index.dataEnd(), "CRC of the data section is wrong", false));
    }
  }

  /** Whether everything was to be read: only then has the check a chance to be cheap. */
  private boolean isWhole() {
    return from <= index.startTime()
        && to >= index.endTime()
        && index.registry().channels().keySet().stream().allMatch(wanted::test);
  }

  /** The channel of the message. */
  public int channel() {
    return ByteCursor.u16(bytes, content);
  }

  /** Units: nanoseconds. */
  public long logTime() {
    return ByteCursor.i64(bytes, content + 6);
  }

  /** Units: nanoseconds. */
  public long publishTime() {
    return ByteCursor.i64(bytes, content + 14);
  }

  /** The array that holds the payload from {@link #offset()} on. */
  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return content + Mcap.MESSAGE_PREFIX;
  }

  public int length() {
    return length - Mcap.MESSAGE_PREFIX;
  }

  @Override
  public void close() throws IOException {
    loader.close();
    input.close();
  }
}
