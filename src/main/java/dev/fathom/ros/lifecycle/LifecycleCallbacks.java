package dev.fathom.ros.lifecycle;

/**
 * What a node does at each step of its life. Whatever is thrown counts as {@link Outcome#ERROR}.
 *
 * <p>Threads: that of whoever asks for the step, one step at a time.
 */
public interface LifecycleCallbacks {
  /** Takes hold of what working needs: models, buffers, endpoints. */
  default Outcome configure() {
    return Outcome.SUCCESS;
  }

  /** Begins to work. */
  default Outcome activate() {
    return Outcome.SUCCESS;
  }

  /** Stops to work, keeps what it holds. */
  default Outcome deactivate() {
    return Outcome.SUCCESS;
  }

  /** Lets go of what it holds. */
  default Outcome cleanup() {
    return Outcome.SUCCESS;
  }

  /** Lets go of everything, from any state. */
  default Outcome shutdown(State from) {
    return Outcome.SUCCESS;
  }

  /** Recovers from an error: SUCCESS leads to unconfigured, everything else to finalized. */
  default Outcome error(State from) {
    return Outcome.FAILURE;
  }
}
