package dev.fathom.ros.rcl;

import com.sun.jna.Structure;

/**
 * {@code rcutils_allocator_t}, which rcl takes by value: four functions and a state.
 *
 * <p>Public, as JNA makes it by reflection.
 */
@Structure.FieldOrder({"allocate", "deallocate", "reallocate", "zeroAllocate", "state"})
public final class AllocatorValue extends Structure implements Structure.ByValue {
  public long allocate;
  public long deallocate;
  public long reallocate;
  public long zeroAllocate;
  public long state;
}
