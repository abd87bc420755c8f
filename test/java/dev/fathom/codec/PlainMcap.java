package dev.fathom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The least reader that gets at uncompressed MCAP records, so that the codec's tests need no other
 * room: schemas outside compressed chunks, and messages of uncompressed files.
 */
final class PlainMcap {
  private static final int MAGIC_BYTES = 8;
  private static final int CHUNK_HEADER_BYTES = 28;

  private final Map<Integer, String> schemaNames = new HashMap<>();
  private final Map<Integer, Integer> schemaOfChannel = new HashMap<>();
  private final Map<String, String> definitions = new LinkedHashMap<>();
  private final BiConsumer<String, byte[]> onMessage;

  private PlainMcap(BiConsumer<String, byte[]> onMessage) {
    this.onMessage = onMessage;
  }

  /** Definition texts by ROS type. */
  static Map<String, String> definitions(byte[] file) {
    PlainMcap mcap = new PlainMcap((type, bytes) -> {});
    mcap.records(slice(file, MAGIC_BYTES, file.length - 2 * MAGIC_BYTES));
    return mcap.definitions;
  }

  /** Hands every message of an uncompressed file on, with its ROS type. */
  static void messages(byte[] file, BiConsumer<String, byte[]> onMessage) {
    new PlainMcap(onMessage).records(slice(file, MAGIC_BYTES, file.length - 2 * MAGIC_BYTES));
  }

  private void records(ByteBuffer records) {
    while (records.remaining() >= 9) {
      int opcode = records.get();
      int length = Math.toIntExact(records.getLong());
      record(opcode, slice(records.array(), records.arrayOffset() + records.position(), length));
      records.position(records.position() + length);
    }
  }

  private void record(int opcode, ByteBuffer body) {
    if (opcode == 3) {
      int id = body.getShort();
      String name = text(body);
      text(body);
      schemaNames.put(id, name);
      definitions.put(name, text(body));
    } else if (opcode == 4) {
      schemaOfChannel.put((int) body.getShort(), (int) body.getShort());
    } else if (opcode == 5) {
      int channel = body.getShort();
      byte[] message = new byte[body.position(22).remaining()];
      body.get(message);
      onMessage.accept(schemaNames.get(schemaOfChannel.get(channel)), message);
    } else if (opcode == 6) {
      body.position(CHUNK_HEADER_BYTES);
      if (text(body).isEmpty()) {
        int length = Math.toIntExact(body.getLong());
        records(slice(body.array(), body.arrayOffset() + body.position(), length));
      }
    }
  }

  private static String text(ByteBuffer buffer) {
    byte[] text = new byte[buffer.getInt()];
    buffer.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static ByteBuffer slice(byte[] array, int offset, int length) {
    return ByteBuffer.wrap(array, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
