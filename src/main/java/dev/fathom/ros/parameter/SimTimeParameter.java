package dev.fathom.ros.parameter;

import dev.fathom.codec.msg.ParameterType;
import java.util.function.Consumer;

/** The parameter {@code use_sim_time}. */
public final class SimTimeParameter {
  static final String USE_SIM_TIME = "use_sim_time";

  private SimTimeParameter() {}

  /**
   * Declares it.
   *
   * @param listener told at every change; not now
   * @return its value at the start
   */
  public static boolean declare(ParameterStore<?> store, Consumer<Boolean> listener) {
    return (Boolean)
        store.declare(
            Declaration.plain(
                USE_SIM_TIME,
                ParameterType.PARAMETER_BOOL,
                "whether time comes from /clock instead of the system",
                "",
                false),
            false,
            value -> true,
            value -> listener.accept((Boolean) value));
  }
}
