package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * {@code rcl_wait_set_t}: waits until one of some subscriptions, services and guard conditions has
 * something.
 *
 * <p>Layout: pairs of array and count: subscriptions at 0, guard conditions at 16, timers, clients,
 * services at 64; after a wait, the pointers to what has nothing are null. Threads: one, but {@link
 * #wake}. Cost: a wait allocates nothing.
 */
final class WaitSet {
  private static final int BYTES = 512;
  private static final int SUBSCRIPTIONS = 0;
  private static final int SERVICES = 64;
  private static final int POINTER_BYTES = 8;
  private static final long FOR_EVER = -1;

  private final Memory set = CString.zeroed(BYTES);
  private final long address = CString.address(set);
  private final Memory guard = CString.zeroed(BYTES);
  private final long guardAddress = CString.address(guard);
  private Pointer subscriptions = Pointer.NULL;
  private Pointer services = Pointer.NULL;

  WaitSet(NativeSymbols symbols, long context) {
    RclReturn.check(
        Rcl.rcl_guard_condition_init(guardAddress, context, symbols.allocator()),
        "guard condition");
    RclReturn.check(
        Rcl.rcl_wait_set_init(address, 0, 1, 0, 0, 0, 0, context, symbols.allocator()), "wait set");
  }

  /** Makes room for so many; what was in the set is forgotten. */
  void resize(int subscriptionCount, int serviceCount) {
    RclReturn.check(
        Rcl.rcl_wait_set_resize(address, subscriptionCount, 1, 0, 0, serviceCount, 0), "wait set");
    subscriptions = new Pointer(set.getLong(SUBSCRIPTIONS));
    services = new Pointer(set.getLong(SERVICES));
  }

  /** Empties the set but for the guard condition, as must be done before every wait. */
  void begin() {
    RclReturn.check(Rcl.rcl_wait_set_clear(address), "wait set");
    RclReturn.check(Rcl.rcl_wait_set_add_guard_condition(address, guardAddress, 0), "wait set");
  }

  void addSubscription(long subscription) {
    RclReturn.check(Rcl.rcl_wait_set_add_subscription(address, subscription, 0), "wait set");
  }

  void addService(long service) {
    RclReturn.check(Rcl.rcl_wait_set_add_service(address, service, 0), "wait set");
  }

  /** Waits until one has something or {@link #wake} is called. */
  void await() {
    int code = Rcl.rcl_wait(address, FOR_EVER);
    if (code != RclReturn.TIMEOUT) {
      RclReturn.check(code, "waiting for messages");
    }
  }

  boolean subscriptionIsReady(int index) {
    return subscriptions.getLong((long) index * POINTER_BYTES) != 0;
  }

  boolean serviceIsReady(int index) {
    return services.getLong((long) index * POINTER_BYTES) != 0;
  }

  /** Ends the present wait, or else the next. Threads: any, until {@link #finish}. */
  void wake() {
    RclReturn.check(Rcl.rcl_trigger_guard_condition(guardAddress), "guard condition");
  }

  void finish() {
    Rcl.rcl_wait_set_fini(address);
    Rcl.rcl_guard_condition_fini(guardAddress);
  }
}
