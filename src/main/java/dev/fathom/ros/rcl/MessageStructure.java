package dev.fathom.ros.rcl;

import com.sun.jna.Function;
import dev.fathom.ros.TransportException;

/**
 * The C structure of a message type, which rcl hands requests over in; we only see its bytes.
 *
 * @param type such as {@code rcl_interfaces/srv/GetParameters_Request}
 * @param typeSupport its handle
 */
record MessageStructure(String type, long typeSupport, Function create, Function destroy) {
  private static final Object[] NOTHING = {};

  /** A new one, to be destroyed. */
  long make() {
    long structure = create.invokeLong(NOTHING);
    if (structure == 0) {
      throw new TransportException(type + ": no memory");
    }
    return structure;
  }

  void destroy(long structure) {
    destroy.invokeVoid(new Object[] {structure});
  }

  /** Structure to bytes. */
  void serialize(long structure, SerializedMessage out) {
    RclReturn.check(
        RmwImplementation.rmw_serialize(structure, typeSupport, out.address()),
        type + " cannot be serialised");
  }

  /** Bytes to structure. */
  void deserialize(SerializedMessage in, long structure) {
    RclReturn.check(
        RmwImplementation.rmw_deserialize(in.address(), typeSupport, structure),
        type + " cannot be deserialised");
  }
}
