package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strings of C: UTF-8 that ends in a zero byte. */
final class CString {
  private CString() {}

  /** A string for C; keep it as long as C looks at it. */
  static Memory of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("'" + text + "' contains a zero character");
    }
    Memory memory = new Memory(utf8.length + 1L);
    memory.write(0, utf8, 0, utf8.length);
    memory.setByte(utf8.length, (byte) 0);
    return memory;
  }

  /** Strings for C with their pointers before them, and a null pointer at the end, in one piece. */
  static Memory array(List<String> texts) {
    List<Memory> strings = texts.stream().map(CString::of).toList();
    long pointers = 8L * (texts.size() + 1);
    Memory array = zeroed(pointers + strings.stream().mapToLong(Memory::size).sum());
    long at = pointers;
    for (int i = 0; i < strings.size(); i++) {
      int length = (int) strings.get(i).size();
      array.setPointer(8L * i, array.share(at));
      array.write(at, strings.get(i).getByteArray(0, length), 0, length);
      at += length;
    }
    return array;
  }

  /** A string that C owns; empty where there is none. */
  static String at(long address) {
    return address == 0 ? "" : new Pointer(address).getString(0, "UTF-8");
  }

  /** Zeroed memory: what rcl calls zero initialised. */
  static Memory zeroed(long bytes) {
    Memory memory = new Memory(bytes);
    memory.clear();
    return memory;
  }

  static long address(Pointer memory) {
    return Pointer.nativeValue(memory);
  }
}
