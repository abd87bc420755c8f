package dev.fathom.train;

import dev.fathom.codec.MalformedDataException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A training at rest: all that is needed to go on with the very same bits.
 *
 * <p>On disk, big-endian: magic, network (UTF), seed, step, seconds, count, then for each variable
 * its name (UTF), its element count and its floats; last the CRC-32 of everything before it.
 *
 * @param network name of the network
 * @param seed the training's seed
 * @param step steps done
 * @param seconds time spent
 * @param values every variable, optimiser slots included
 */
record Checkpoint(
    String network, long seed, long step, double seconds, Map<String, float[]> values) {
  private static final long MAGIC = 0x464154484f4d4331L;
  private static final long MAX_BYTES = 1L << 30;
  private static final int CRC_BYTES = 8;

  /** Writes a new file beside {@code file}, then puts it in its place at once. */
  void write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(MAGIC);
      out.writeUTF(network);
      out.writeLong(seed);
      out.writeLong(step);
      out.writeDouble(seconds);
      out.writeInt(values.size());
      for (Map.Entry<String, float[]> entry : values.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().length);
        ByteBuffer floats = ByteBuffer.allocate(Float.BYTES * entry.getValue().length);
        floats.asFloatBuffer().put(entry.getValue());
        out.write(floats.array());
      }
      out.writeLong(crc(bytes.toByteArray(), bytes.size()));
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, bytes.toByteArray());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static Checkpoint read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES || size < 2 * CRC_BYTES) {
      throw new MalformedDataException(0, "a checkpoint of " + size + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    int body = bytes.length - CRC_BYTES;
    if (ByteBuffer.wrap(bytes).getLong() != MAGIC) {
      throw new MalformedDataException(0, file + " is not a checkpoint");
    }
    if (ByteBuffer.wrap(bytes).getLong(body) != crc(bytes, body)) {
      throw new MalformedDataException(body, "checksum of " + file + " does not match");
    }
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new ByteArrayInputStream(bytes, Long.BYTES, body - Long.BYTES)))) {
      return parse(in, body);
    } catch (EOFException e) {
      throw new MalformedDataException(body, file + " ends early");
    }
  }

  private static Checkpoint parse(DataInputStream in, int body) throws IOException {
    String network = in.readUTF();
    long seed = in.readLong();
    long step = in.readLong();
    double seconds = in.readDouble();
    int count = in.readInt();
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      int length = in.readInt();
      if (length < 0 || length > body / Float.BYTES) {
        throw new MalformedDataException(0, "variable " + name + " of " + length + " values");
      }
      byte[] raw = new byte[Float.BYTES * length];
      in.readFully(raw);
      float[] floats = new float[length];
      ByteBuffer.wrap(raw).asFloatBuffer().get(floats);
      values.put(name, floats);
    }
    return new Checkpoint(network, seed, step, seconds, values);
  }

  private static long crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
