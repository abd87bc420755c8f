package dev.fathom.ros.dds;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.ros.dds.rtps.Guid;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which nodes live in a participant and which endpoints are whose: what ROS nodes publish on {@code
 * ros_discovery_info}.
 *
 * <p>The type's name never changed, but identifiers had 24 bytes up to Humble and have 16 since
 * Iron. Bytes of the older form are harmless to newer readers, which find an empty list of nodes
 * after the first 16 bytes; the newer form is garbage to older ones. Our own messages end in a mark
 * that others do not read: we read both forms, and two of us would otherwise hold each other to the
 * one they speak.
 *
 * <p>Source: rmw_dds_common, {@code ParticipantEntitiesInfo.msg}.
 */
record ParticipantEntities(Guid participant, List<Node> nodes) {
  static final int BYTES_UP_TO_HUMBLE = 24;
  static final int BYTES_SINCE_IRON = 16;

  private static final int HEADER_BYTES = 4;

  /** Behind the last node, where no other reader looks: who sends this reads both forms. */
  private static final byte[] MARK = "16 or 24".getBytes(StandardCharsets.US_ASCII);

  /** One node and its endpoints. */
  record Node(String namespace, String name, List<Guid> readers, List<Guid> writers) {
    Node {
      readers = List.copyOf(readers);
      writers = List.copyOf(writers);
    }

    /** The absolute name, such as {@code /robot/fathom}. */
    String fullName() {
      return namespace.endsWith("/") ? namespace + name : namespace + "/" + name;
    }

    static Node of(String fullName, List<Guid> readers, List<Guid> writers) {
      int slash = fullName.lastIndexOf('/');
      String namespace = slash == 0 ? "/" : fullName.substring(0, slash);
      return new Node(namespace, fullName.substring(slash + 1), readers, writers);
    }
  }

  ParticipantEntities {
    nodes = List.copyOf(nodes);
  }

  /** In CDR, with identifiers of 24 or 16 bytes. */
  byte[] encode(int guidBytes) {
    int size = HEADER_BYTES + guidBytes + 8 + MARK.length;
    for (Node node : nodes) {
      int guids = node.readers.size() + node.writers.size();
      // Four counts, two terminators and padding come to less than 32 bytes.
      size += 32 + 3 * (node.namespace.length() + node.name.length()) + guids * guidBytes;
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0).put((byte) 1).putShort((short) 0);
    putGuid(out, participant, guidBytes);
    putInt(out, nodes.size());
    for (Node node : nodes) {
      putString(out, node.namespace);
      putString(out, node.name);
      putGuids(out, node.readers, guidBytes);
      putGuids(out, node.writers, guidBytes);
    }
    out.put(MARK);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static void putGuids(ByteBuffer out, List<Guid> guids, int guidBytes) {
    putInt(out, guids.size());
    guids.forEach(guid -> putGuid(out, guid, guidBytes));
  }

  private static void putGuid(ByteBuffer out, Guid guid, int guidBytes) {
    guid.write(out);
    out.put(new byte[guidBytes - Guid.BYTES]);
  }

  private static void putString(ByteBuffer out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putInt(out, utf8.length + 1);
    out.put(utf8).put((byte) 0);
  }

  private static void putInt(ByteBuffer out, int value) {
    while (out.position() % 4 != 0) {
      out.put((byte) 0);
    }
    out.putInt(value);
  }

  /** Whether a message comes from somebody who reads both forms, so that its own tells nothing. */
  static boolean readsBothForms(byte[] bytes, int length) {
    int at = length - MARK.length;
    return at >= 0 && Arrays.equals(bytes, at, length, MARK, 0, MARK.length);
  }

  /**
   * Reads the message with identifiers of so many bytes.
   *
   * @throws MalformedDataException if it is none, or more than padding follows it
   */
  static ParticipantEntities decode(byte[] bytes, int length, int guidBytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      in.position(HEADER_BYTES);
      Guid participant = guid(in, guidBytes);
      int count = count(in, 16);
      List<Node> nodes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        nodes.add(new Node(string(in), string(in), guids(in, guidBytes), guids(in, guidBytes)));
      }
      boolean marked = in.remaining() == MARK.length && readsBothForms(bytes, length);
      if (in.remaining() >= 4 && !marked) {
        throw new MalformedDataException(
            in.position(), "end expected, found " + in.remaining() + " more bytes");
      }
      return new ParticipantEntities(participant, nodes);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedDataException(in.position(), "the message ends too early");
    }
  }

  private static List<Guid> guids(ByteBuffer in, int guidBytes) {
    int count = count(in, guidBytes);
    List<Guid> guids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      guids.add(guid(in, guidBytes));
    }
    return guids;
  }

  private static Guid guid(ByteBuffer in, int guidBytes) {
    Guid guid = Guid.read(in);
    in.position(in.position() + guidBytes - Guid.BYTES);
    return guid;
  }

  private static String string(ByteBuffer in) {
    int length = count(in, 1);
    byte[] text = new byte[Math.max(0, length - 1)];
    in.get(text);
    if (length == 0 || in.get() != 0) {
      throw new MalformedDataException(in.position(), "a string that ends in 0 expected");
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  /** A count whose elements have at least so many bytes each. */
  private static int count(ByteBuffer in, int elementBytes) {
    while (in.position() % 4 != 0) {
      in.get();
    }
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / elementBytes) {
      throw new MalformedDataException(
          in.position() - 4, count + " elements do not fit " + in.remaining() + " bytes");
    }
    return count;
  }
}
