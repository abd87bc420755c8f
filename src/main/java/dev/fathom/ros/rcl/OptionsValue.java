package dev.fathom.ros.rcl;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/**
 * Options that rcl returns by value, whatever their size: all are over 16 bytes, so that the caller
 * gives the memory, and 512 hold the longest. Publishers', subscriptions' and services' begin with
 * their quality of service.
 *
 * <p>Public, as JNA makes it by reflection.
 */
@Structure.FieldOrder("bytes")
public final class OptionsValue extends Structure implements Structure.ByValue {
  /** Twice what Humble's longest, the node's, need. */
  public byte[] bytes = new byte[512];

  /** What rcl wrote there. */
  Pointer memory() {
    return getPointer();
  }
}
