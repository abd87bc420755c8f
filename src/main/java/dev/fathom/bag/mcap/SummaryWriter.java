package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.Channel;
import dev.fathom.bag.mcap.McapRecord.ChunkIndex;
import dev.fathom.bag.mcap.McapRecord.Schema;
import dev.fathom.bag.mcap.McapRecord.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The bytes behind a file's data: summary, summary offsets and footer. */
final class SummaryWriter {
  private final ByteSink out = new ByteSink(64 << 10);
  private final List<long[]> groups = new ArrayList<>();
  private final long start;

  /**
   * @param start where in the file these bytes will begin
   */
  SummaryWriter(long start) {
    this.start = start;
  }

  static void schema(ByteSink out, Schema schema) {
    int record = out.begin(Mcap.SCHEMA);
    out.u16(schema.id()).string(schema.name()).string(schema.encoding()).string(schema.text());
    out.end(record);
  }

  static void channel(ByteSink out, Channel channel) {
    int record = out.begin(Mcap.CHANNEL);
    out.u16(channel.id()).u16(channel.schemaId()).string(channel.topic());
    out.string(channel.messageEncoding()).stringMap(channel.metadata());
    out.end(record);
  }

  /** All of it, ready to be written. */
  ByteSink write(
      List<Schema> schemas,
      List<Channel> channels,
      Statistics statistics,
      List<ChunkIndex> chunks) {
    group(Mcap.SCHEMA, () -> schemas.forEach(s -> schema(out, s)));
    group(Mcap.CHANNEL, () -> channels.forEach(c -> channel(out, c)));
    group(Mcap.STATISTICS, () -> statistics(statistics));
    group(Mcap.CHUNK_INDEX, () -> chunks.forEach(this::chunkIndex));
    long offsets = start + out.size();
    for (long[] group : groups) {
      int record = out.begin(Mcap.SUMMARY_OFFSET);
      out.u8((int) group[0]).u64(group[1]).u64(group[2]);
      out.end(record);
    }
    footer(offsets);
    return out;
  }

  private void group(int opcode, Runnable records) {
    int before = out.size();
    records.run();
    if (out.size() > before) {
      groups.add(new long[] {opcode, start + before, out.size() - before});
    }
  }

  private void statistics(Statistics s) {
    int record = out.begin(Mcap.STATISTICS);
    out.u64(s.messageCount()).u16(s.schemaCount()).u32(s.channelCount());
    out.u32(s.attachmentCount()).u32(s.metadataCount()).u32(s.chunkCount());
    out.u64(s.startTime()).u64(s.endTime());
    out.u32(10L * s.channelMessageCounts().size());
    s.channelMessageCounts().forEach((channel, count) -> out.u16(channel).u64(count));
    out.end(record);
  }

  private void chunkIndex(ChunkIndex c) {
    int record = out.begin(Mcap.CHUNK_INDEX);
    out.u64(c.startTime()).u64(c.endTime()).u64(c.chunkOffset()).u64(c.chunkLength());
    out.u32(10L * c.messageIndexOffsets().size());
    c.messageIndexOffsets().forEach((channel, offset) -> out.u16(channel).u64(offset));
    out.u64(c.messageIndexLength()).string(c.compression());
    out.u64(c.compressedSize()).u64(c.uncompressedSize());
    out.end(record);
  }

  private void footer(long offsets) {
    int record = out.begin(Mcap.FOOTER);
    out.u64(start).u64(offsets);
    CRC32 crc = new CRC32();
    int covered = out.size();
    // The CRC covers the record as it will be: with its length set.
    out.u32(0);
    out.end(record);
    crc.update(out.buffer().duplicate().position(0).limit(covered));
    out.buffer().putInt(covered, (int) crc.getValue());
    byte[] magic = Mcap.magic();
    out.bytes(magic, 0, magic.length);
  }
}
