package dev.fathom.model;

import dev.fathom.model.card.ModelCard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a SavedModel says of itself, and a card to start from.
 *
 * @param directory the folder that holds {@code saved_model.pb}
 * @param tensorFlowVersion of its exporter
 * @param tags of the graph that is run
 * @param signatures by name
 * @param refusal why Fathom would not run it; empty if it would
 * @param starterCard guessed from names and shapes
 * @param starterText the same as a text file, with a remark on each guess
 */
public record ModelInspection(
    Path directory,
    String tensorFlowVersion,
    List<String> tags,
    Map<String, Signature> signatures,
    String refusal,
    ModelCard starterCard,
    String starterText) {
  public ModelInspection {
    tags = List.copyOf(tags);
  }

  /** All but the card, for people to read. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(directory)
        .append("\n  TensorFlow ")
        .append(tensorFlowVersion.isEmpty() ? "of unknown version" : tensorFlowVersion)
        .append(", tags ")
        .append(tags)
        .append(", ops ")
        .append(refusal.isEmpty() ? "all allowed" : "refused: " + refusal)
        .append('\n');
    if (signatures.isEmpty()) {
      text.append("  no signatures\n");
    }
    signatures.values().forEach(signature -> append(signature, text));
    return text.toString();
  }

  private static void append(Signature signature, StringBuilder text) {
    text.append("  ").append(signature.name());
    if (!signature.method().isEmpty()) {
      text.append(" (").append(signature.method()).append(')');
    }
    text.append('\n');
    signature.inputs().values().forEach(spec -> append("in ", spec, text));
    signature.outputs().values().forEach(spec -> append("out", spec, text));
  }

  private static void append(String direction, TensorSpec spec, StringBuilder text) {
    text.append("    ")
        .append(direction)
        .append(' ')
        .append(spec.key())
        .append(": ")
        .append(spec.describe())
        .append("  ")
        .append(spec.tensor())
        .append('\n');
  }
}
