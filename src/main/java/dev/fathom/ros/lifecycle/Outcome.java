package dev.fathom.ros.lifecycle;

/** How a step of the life cycle went. */
public enum Outcome {
  /** The node goes on to the state that was asked for. */
  SUCCESS("transition_success"),
  /** The node goes back to the state it came from. */
  FAILURE("transition_failure"),
  /** The node is in no state it knows, and has to recover from that. */
  ERROR("transition_error");

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** The label of the transition it leads to. */
  String label() {
    return label;
  }
}
