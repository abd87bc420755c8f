package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.Channel;
import dev.fathom.bag.mcap.McapRecord.Schema;
import java.util.Map;
import java.util.TreeMap;

/** The schemas and channels that a file has declared so far. */
final class Registry {
  private final Map<Integer, Schema> schemas = new TreeMap<>();
  private final Map<Integer, Channel> channels = new TreeMap<>();

  /** Takes a schema or channel record in; of two with one id the first counts. */
  void read(int opcode, ByteCursor content) {
    if (opcode == Mcap.SCHEMA) {
      Schema schema = RecordParser.schema(content);
      schemas.putIfAbsent(schema.id(), schema);
    } else if (opcode == Mcap.CHANNEL) {
      Channel channel = RecordParser.channel(content);
      channels.putIfAbsent(channel.id(), channel);
    }
  }

  Map<Integer, Schema> schemas() {
    return schemas;
  }

  Map<Integer, Channel> channels() {
    return channels;
  }
}
