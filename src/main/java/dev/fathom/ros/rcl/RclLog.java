package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.fathom.ros.LogLevel;

/**
 * The log of one node through rcl: console, log file and /rosout, as the ROS arguments say.
 *
 * <p>rcl's logging is one for the process and knows no lock: it is configured by the first node,
 * ended after the last, and only one thread of ours is in it at a time.
 */
final class RclLog {
  private static final Object LOCK = new Object();
  private static int nodes;

  /** Source location: two strings and a line, which rcl reads without a look. */
  private static final Memory NO_TEXT = CString.of("");

  private static final Memory LOCATION = location();
  private static final Memory FORMAT = CString.of("%s");

  private final NativeSymbols symbols;
  private final Pointer name;

  private RclLog(NativeSymbols symbols, Pointer name) {
    this.symbols = symbols;
    this.name = name;
  }

  private static Memory location() {
    Memory location = CString.zeroed(24);
    location.setPointer(0, NO_TEXT);
    location.setPointer(8, NO_TEXT);
    return location;
  }

  /** To be called before a node is made: configures what is the process's. */
  static void begin(NativeSymbols symbols, long context) {
    synchronized (LOCK) {
      if (nodes == 0) {
        // A context begins with its global arguments.
        RclReturn.check(Rcl.rcl_logging_configure(context, symbols.allocatorAddress()), "logging");
      }
      nodes++;
    }
  }

  /** Gives a node its publisher of /rosout, unless the ROS arguments forbid it. */
  static void beginNode(long node) {
    synchronized (LOCK) {
      RclReturn.check(Rcl.rcl_logging_rosout_init_publisher_for_node(node), "/rosout");
    }
  }

  /** To be called before a node goes. */
  static void endNode(long node) {
    synchronized (LOCK) {
      Rcl.rcl_logging_rosout_fini_publisher_for_node(node);
    }
  }

  /** To be called after a node is gone. */
  static void end() {
    synchronized (LOCK) {
      nodes--;
      if (nodes == 0) {
        Rcl.rcl_logging_fini();
      }
    }
  }

  /** The log of a node, while it exists. */
  static RclLog of(NativeSymbols symbols, long node) {
    return new RclLog(symbols, new Pointer(Rcl.rcl_node_get_logger_name(node)));
  }

  void say(LogLevel level, String line) {
    Memory text = CString.of(line.replace('\0', ' '));
    synchronized (LOCK) {
      symbols.log().invokeVoid(new Object[] {LOCATION, level.severity(), name, FORMAT, text});
    }
  }
}
