package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.List;

/** One node in a context of its own, so that its ROS arguments are its own. */
final class RclNode {
  private static final int BYTES = 512;
  private static final byte NO = 0;
  private static final int ENABLE_ROSOUT = 56;
  private static final int ROSOUT_DEPTH = 1000;

  private final NativeSymbols symbols;
  private final Memory initOptions = CString.zeroed(BYTES);
  private final Memory context = CString.zeroed(BYTES);
  private final Memory node = CString.zeroed(BYTES);

  private RclNode(NativeSymbols symbols) {
    this.symbols = symbols;
  }

  /**
   * Makes a node.
   *
   * @param rosArguments such as {@code --ros-args -r image:=/camera/image_raw}
   * @throws IllegalArgumentException if rcl cannot read a name or an argument
   */
  static RclNode open(
      NativeSymbols symbols, String name, String namespace, List<String> rosArguments) {
    RclNode opened = new RclNode(symbols);
    opened.initialise(rosArguments);
    try {
      opened.requireKnown(rosArguments);
      RclLog.begin(symbols, opened.context());
      opened.makeNode(name, namespace);
    } catch (RuntimeException e) {
      opened.finishContext();
      throw e;
    }
    return opened;
  }

  private void initialise(List<String> rosArguments) {
    RclReturn.check(
        Rcl.rcl_init_options_init(CString.address(initOptions), symbols.allocator()),
        "init options");
    int code =
        Rcl.rcl_init(
            rosArguments.size(),
            rosArguments.isEmpty() ? Pointer.NULL : CString.array(rosArguments),
            CString.address(initOptions),
            context());
    try {
      RclReturn.check(code, "ROS arguments " + rosArguments);
    } catch (RuntimeException e) {
      Rcl.rcl_init_options_fini(CString.address(initOptions));
      throw e;
    }
  }

  /** A context begins with its arguments. */
  private void requireKnown(List<String> rosArguments) {
    int unknown = Rcl.rcl_arguments_get_count_unparsed_ros(context());
    if (unknown > 0) {
      throw new IllegalArgumentException(
          unknown + " of the ROS arguments " + rosArguments + " are none that ROS knows");
    }
  }

  private void makeNode(String name, String namespace) {
    Memory nameText = CString.of(name);
    Memory namespaceText = CString.of(namespace);
    OptionsValue options = Rcl.rcl_node_get_default_options();
    leaveRosoutToUs(options.memory());
    int code = Rcl.rcl_node_init(address(), nameText, namespaceText, context(), options.memory());
    try {
      RclReturn.check(code, "node '" + name + "' in namespace '" + namespace + "'");
      beginLog();
    } catch (RuntimeException e) {
      RclLog.end();
      throw e;
    }
  }

  /** The node is there already: it goes again if its log cannot begin. */
  private void beginLog() {
    try {
      RclLog.beginNode(address());
    } catch (RuntimeException e) {
      Rcl.rcl_node_fini(address());
      throw e;
    }
  }

  /**
   * Up to Iron a node makes its publisher of /rosout itself, from Jazzy on it does not: where it
   * would, it is told not to. The options are allocator, use_global_arguments at 40, arguments,
   * enable_rosout at 56, quality of service of /rosout at 64, in every distribution.
   */
  private static void leaveRosoutToUs(Pointer options) {
    boolean asWeKnowIt =
        options.getByte(40) == 1
            && options.getByte(ENABLE_ROSOUT) == 1
            && QosLayout.read(options.share(64)).depth() == ROSOUT_DEPTH;
    if (asWeKnowIt) {
      options.setByte(ENABLE_ROSOUT, NO);
    }
  }

  long address() {
    return CString.address(node);
  }

  long context() {
    return CString.address(context);
  }

  /** Its absolute name, remapped. */
  String name() {
    return CString.at(Rcl.rcl_node_get_fully_qualified_name(address()));
  }

  /** A name made absolute and remapped. */
  String resolve(String name, boolean isService) {
    Memory input = CString.of(name);
    Memory output = CString.zeroed(8);
    int code =
        Rcl.rcl_node_resolve_name(
            address(), input, symbols.allocator(), (byte) (isService ? 1 : 0), NO, output);
    RclReturn.check(code, "name '" + name + "'");
    String resolved = CString.at(output.getLong(0));
    Native.free(output.getLong(0));
    return resolved;
  }

  /** Ends node and context; everything made for the node has to be gone. */
  void finish() {
    RclLog.endNode(address());
    Rcl.rcl_node_fini(address());
    RclLog.end();
    finishContext();
  }

  private void finishContext() {
    Rcl.rcl_shutdown(context());
    Rcl.rcl_context_fini(context());
    Rcl.rcl_init_options_fini(CString.address(initOptions));
    Rcutils.rcutils_reset_error();
  }
}
