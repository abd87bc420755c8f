package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.Channel;
import dev.fathom.bag.mcap.McapRecord.ChunkHeader;
import dev.fathom.bag.mcap.McapRecord.ChunkIndex;
import dev.fathom.bag.mcap.McapRecord.DataEnd;
import dev.fathom.bag.mcap.McapRecord.Footer;
import dev.fathom.bag.mcap.McapRecord.Header;
import dev.fathom.bag.mcap.McapRecord.Metadata;
import dev.fathom.bag.mcap.McapRecord.Schema;
import dev.fathom.bag.mcap.McapRecord.Statistics;

/** Bytes of one record's content to the record; bytes behind the known fields are ignored. */
final class RecordParser {
  private RecordParser() {}

  static Header header(ByteCursor in) {
    return new Header(in.string("header profile"), in.string("header library"));
  }

  static Footer footer(ByteCursor in) {
    return new Footer(
        in.u64("summary start"), in.u64("summary offset start"), in.u32("summary CRC"));
  }

  static Schema schema(ByteCursor in) {
    return new Schema(
        in.u16("schema id"),
        in.string("schema name"),
        in.string("schema encoding"),
        in.string("schema data"));
  }

  static Channel channel(ByteCursor in) {
    return new Channel(
        in.u16("channel id"),
        in.u16("channel schema id"),
        in.string("channel topic"),
        in.string("channel message encoding"),
        in.stringMap("channel metadata"));
  }

  static ChunkHeader chunkHeader(ByteCursor in) {
    long start = in.u64("chunk start time");
    long end = in.u64("chunk end time");
    long size = in.u64("chunk uncompressed size");
    long crc = in.u32("chunk CRC");
    String compression = in.string("chunk compression");
    long records = in.u64("chunk records length");
    return new ChunkHeader(start, end, size, crc, compression, in.position(), records);
  }

  static ChunkIndex chunkIndex(ByteCursor in) {
    return new ChunkIndex(
        in.u64("chunk index start time"),
        in.u64("chunk index end time"),
        in.u64("chunk index offset"),
        in.u64("chunk index length"),
        in.countMap("chunk index message index offsets"),
        in.u64("chunk index message index length"),
        in.string("chunk index compression"),
        in.u64("chunk index compressed size"),
        in.u64("chunk index uncompressed size"));
  }

  static Statistics statistics(ByteCursor in) {
    return new Statistics(
        in.u64("message count"),
        in.u16("schema count"),
        in.u32("channel count"),
        in.u32("attachment count"),
        in.u32("metadata count"),
        in.u32("chunk count"),
        in.u64("message start time"),
        in.u64("message end time"),
        in.countMap("channel message counts"));
  }

  static Metadata metadata(ByteCursor in) {
    return new Metadata(in.string("metadata name"), in.stringMap("metadata values"));
  }

  static DataEnd dataEnd(ByteCursor in) {
    return new DataEnd(in.u32("data CRC"));
  }
}
