package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.Channel;
import dev.fathom.bag.mcap.McapRecord.ChunkIndex;
import dev.fathom.bag.mcap.McapRecord.Schema;
import dev.fathom.bag.mcap.McapRecord.Statistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an MCAP file: chunks with message indexes, a summary with statistics and offsets, CRCs.
 *
 * <p>A chunk goes to the operating system as soon as it is complete, and schemas and channels,
 * which stand outside the chunks, at once: a process that is killed leaves all of them readable.
 * When the disk is full, the file is cut back to its last complete chunk. The same input gives the
 * same bytes.
 *
 * <p>Threads: one at a time. Cost: nothing allocated a message; a few hundred bytes a chunk.
 */
public final class McapWriter implements AutoCloseable {
  private final McapOutput file;
  private final int chunkBytes;
  private final ChunkEncoder encoder;
  private final ByteSink records;
  private final ByteSink framed = new ByteSink(64 << 10);
  private final ByteSink messageIndexes = new ByteSink(64 << 10);
  private final List<Schema> schemas = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final List<MessageOrder> indexes = new ArrayList<>();
  private long[] counts = new long[8];
  private final List<ChunkIndex> chunks = new ArrayList<>();
  private long chunkStart = Long.MAX_VALUE;
  private long chunkEnd;
  private long startTime = Long.MAX_VALUE;
  private long endTime;
  private boolean closed;

  /**
   * Begins a file; the writer closes it.
   *
   * @param name what errors call the file
   * @param chunkBytes how many bytes of records complete a chunk
   */
  public McapWriter(
      SeekableByteChannel file, String name, ChunkCompression compression, int chunkBytes)
      throws IOException {
    this.file = new McapOutput(file, name);
    this.chunkBytes = chunkBytes;
    encoder = new ChunkEncoder(compression);
    records = new ByteSink(chunkBytes + (64 << 10));
    byte[] magic = Mcap.magic();
    framed.bytes(magic, 0, magic.length);
    int header = framed.begin(Mcap.HEADER);
    framed.string("ros2").string("fathom");
    framed.end(header);
    this.file.write("header", framed.buffer());
  }

  /** Declares a schema and returns its id. */
  public int addSchema(String schemaName, String encoding, String text) throws IOException {
    Schema schema = new Schema(nextId(schemas.size() + 1), schemaName, encoding, text);
    framed.clear();
    SummaryWriter.schema(framed, schema);
    file.write("schema", framed.buffer());
    schemas.add(schema);
    return schema.id();
  }

  /** Declares a channel and returns its id. */
  public int addChannel(
      int schemaId, String topic, String messageEncoding, Map<String, String> metadata)
      throws IOException {
    if (schemaId < 0 || schemaId > schemas.size()) {
      throw new IllegalArgumentException("no schema has id " + schemaId);
    }
    Channel channel =
        new Channel(nextId(channels.size()), schemaId, topic, messageEncoding, metadata);
    framed.clear();
    SummaryWriter.channel(framed, channel);
    file.write("channel", framed.buffer());
    channels.add(channel);
    indexes.add(new MessageOrder());
    indexes.get(channel.id()).clear();
    if (channel.id() == counts.length) {
      counts = Arrays.copyOf(counts, counts.length * 2);
    }
    return channel.id();
  }

  private static int nextId(int id) {
    if (id > 0xFFFF) {
      throw new IllegalArgumentException("an MCAP file has at most 65535 schemas and channels");
    }
    return id;
  }

  /**
   * Adds a message.
   *
   * <p>Units: nanoseconds since the epoch.
   */
  public void write(
      int channel, long logTime, long publishTime, byte[] bytes, int offset, int length)
      throws IOException {
    requireOpen();
    if (channel < 0 || channel >= channels.size()) {
      throw new IllegalArgumentException("no channel has id " + channel);
    }
    if (logTime < 0 || publishTime < 0) {
      throw new IllegalArgumentException(
          "times must not be negative, found " + Math.min(logTime, publishTime));
    }
    int size = Mcap.RECORD_PREFIX + Mcap.MESSAGE_PREFIX + length;
    if (length > Mcap.MAX_CHUNK_BYTES / 2) {
      throw new IllegalArgumentException(
          "message has " + length + " bytes; at most " + Mcap.MAX_CHUNK_BYTES / 2);
    }
    if (records.size() > 0 && records.size() + size > chunkBytes) {
      flushChunk();
    }
    indexes.get(channel).add(logTime, records.size(), length);
    records.reserve(size);
    records.u8(Mcap.MESSAGE).u64(size - Mcap.RECORD_PREFIX).u16(channel).u32(0);
    records.u64(logTime).u64(publishTime).bytes(bytes, offset, length);
    counts[channel]++;
    chunkStart = Math.min(chunkStart, logTime);
    chunkEnd = Math.max(chunkEnd, logTime);
    if (records.size() >= chunkBytes) {
      flushChunk();
    }
  }

  /** Completes the chunk that is being filled and hands it to the operating system. */
  public void flushChunk() throws IOException {
    requireOpen();
    if (records.size() == 0) {
      return;
    }
    ByteBuffer plain = records.buffer();
    int size = plain.position();
    long crc = file.crcOf(plain);
    boolean compress = encoder.compression() != ChunkCompression.NONE;
    framed.clear();
    int record = framed.begin(Mcap.CHUNK);
    framed.u64(chunkStart).u64(chunkEnd).u64(size).u32(crc);
    framed.string(encoder.compression().mcapName()).u64(0);
    int packedAt = framed.size();
    if (compress) {
      encoder.encode(plain, framed);
    }
    int packed = compress ? framed.size() - packedAt : size;
    framed.buffer().putLong(packedAt - 8, packed);
    framed.buffer().putLong(record - 8, packedAt - record + packed);
    long chunkLength = (long) packedAt + packed;
    ChunkIndex index = indexMessages(chunkLength, packed, size);
    if (compress) {
      file.write("chunk", framed.buffer(), messageIndexes.buffer());
    } else {
      file.write("chunk", framed.buffer(), plain, crc, messageIndexes.buffer());
    }
    completed(index);
  }

  private void completed(ChunkIndex chunk) {
    chunks.add(chunk);
    indexes.forEach(MessageOrder::clear);
    startTime = Math.min(startTime, chunkStart);
    endTime = Math.max(endTime, chunkEnd);
    chunkStart = Long.MAX_VALUE;
    chunkEnd = 0;
    records.clear();
  }

  /** Writes the message indexes to memory, and says where they and the chunk will be. */
  private ChunkIndex indexMessages(long chunkLength, long packed, long size) {
    Map<Integer, Long> offsets = new LinkedHashMap<>();
    ByteSink out = messageIndexes;
    out.clear();
    for (int channel = 0; channel < indexes.size(); channel++) {
      MessageOrder index = indexes.get(channel);
      if (index.size() == 0) {
        continue;
      }
      offsets.put(channel, file.written() + chunkLength + out.size());
      index.sort();
      int record = out.begin(Mcap.MESSAGE_INDEX);
      out.u16(channel).u32(16L * index.size());
      for (int i = 0; i < index.size(); i++) {
        out.u64(index.time(i)).u64(index.content(i));
      }
      out.end(record);
    }
    return new ChunkIndex(
        chunkStart,
        chunkEnd,
        file.written(),
        chunkLength,
        offsets,
        out.size(),
        encoder.compression().mcapName(),
        packed,
        size);
  }

  /** Completes the last chunk and writes the summary; the file is closed in any case. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      if (!file.full()) {
        flushChunk();
      }
      finish();
    } finally {
      closed = true;
      encoder.close();
      file.close();
    }
  }

  private void finish() throws IOException {
    framed.clear();
    int end = framed.begin(Mcap.DATA_END);
    framed.u32(file.crc());
    framed.end(end);
    Map<Integer, Long> channelCounts = new LinkedHashMap<>();
    long total = 0;
    for (int channel = 0; channel < channels.size(); channel++) {
      channelCounts.put(channel, messageCount(channel));
      total += messageCount(channel);
    }
    Statistics statistics =
        new Statistics(
            total,
            schemas.size(),
            channels.size(),
            0,
            0,
            chunks.size(),
            startTime(),
            endTime,
            channelCounts);
    ByteSink summary =
        new SummaryWriter(file.written() + framed.size())
            .write(schemas, channels, statistics, chunks);
    file.write("summary", framed.buffer(), summary.buffer());
  }

  /** Messages of a channel that are in complete chunks. */
  public long messageCount(int channel) {
    // What is still indexed has not left this process.
    return counts[channel] - indexes.get(channel).size();
  }

  /** The earliest log time in complete chunks; 0 when there is none. */
  public long startTime() {
    return chunks.isEmpty() ? 0 : startTime;
  }

  /** The latest log time in complete chunks; 0 when there is none. */
  public long endTime() {
    return endTime;
  }

  private void requireOpen() {
    if (closed || file.full()) {
      throw new IllegalStateException(file.name() + " is " + (closed ? "closed" : "full"));
    }
  }
}
