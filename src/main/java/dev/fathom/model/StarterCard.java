package dev.fathom.model;

import com.google.protobuf.TextFormat;
import dev.fathom.model.card.ColourOrder;
import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.Layout;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Resize;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A first card for a SavedModel that has none: names and shapes are read, meanings are guessed. */
final class StarterCard {
  private static final String DEFAULT_SIGNATURE = "serving_default";

  private StarterCard() {}

  static ModelCard guess(String name, Map<String, Signature> signatures) {
    ModelCard.Builder card = ModelCard.newBuilder().setName(name).setVersion("1");
    Signature signature = choose(signatures);
    if (signature == null) {
      return card.build();
    }
    card.setSignature(signature.name());
    for (TensorSpec input : signature.inputs().values()) {
      ImageInput image = image(input);
      if (image != null && !card.hasImage()) {
        card.setImage(image);
      }
    }
    for (TensorSpec output : signature.outputs().values()) {
      card.addOutputs(Output.newBuilder().setTensor(output.key()).setRole(role(output)));
    }
    boolean depth =
        card.getOutputsList().stream()
            .anyMatch(
                output ->
                    output.getRole() != Role.IGNORED && output.getRole() != Role.LOG_VARIANCE);
    if (card.hasImage() && depth) {
      card.setTask(Task.MONO_DEPTH);
    }
    return card.build();
  }

  /** The card as a file, under a heading that says what to check. */
  static String text(ModelCard card) {
    return """
    # A starter card: names and shapes come from the SavedModel, all else is a guess. Check:
    #   task and the outputs' roles: which output is depth, and whether in metres (DEPTH), its logarithm
    #   (LOG_DEPTH), its inverse (INVERSE_DEPTH), a disparity, or only up to scale (RELATIVE_DEPTH);
    #   scale, offset and canonical_focal_px, on which every metre depends;
    #   colour_order and, for float inputs, scale, mean and std; resize, width and height; licence.
    """
        + TextFormat.printer().printToString(card);
  }

  /**
   * The standard signature, else the first that takes a picture, else any; null if there is none.
   */
  static @Nullable Signature choose(Map<String, Signature> signatures) {
    Signature standard = signatures.get(DEFAULT_SIGNATURE);
    if (standard != null || signatures.isEmpty()) {
      return standard;
    }
    return signatures.values().stream()
        .filter(signature -> signature.inputs().values().stream().anyMatch(i -> image(i) != null))
        .findFirst()
        .orElseGet(() -> signatures.values().iterator().next());
  }

  private static @Nullable ImageInput image(TensorSpec spec) {
    List<Long> shape = spec.shape();
    boolean bytes = spec.dtype().equals("uint8");
    if (shape == null || !(bytes || spec.dtype().equals("float32"))) {
      return null;
    }
    Layout layout = layout(shape);
    if (layout == Layout.LAYOUT_UNSPECIFIED) {
      return null;
    }
    ImageInput.Builder image = ImageInput.newBuilder().setTensor(spec.key()).setLayout(layout);
    int rows = CardFit.rowsAxis(image.buildPartial());
    int channelAxis = layout == Layout.NCHW ? 1 : shape.size() - 1;
    image.setColourOrder(shape.get(channelAxis) == 1 ? ColourOrder.GREY : ColourOrder.RGB);
    image.setElementType(bytes ? ElementType.UINT8 : ElementType.FLOAT32);
    if (!bytes) {
      image.setScale(1 / 255.0);
    }
    if (shape.get(rows) > 0 && shape.get(rows + 1) > 0) {
      image.setResize(Resize.STRETCH);
      image.setHeight(shape.get(rows).intValue()).setWidth(shape.get(rows + 1).intValue());
    } else {
      image.setResize(Resize.NONE);
    }
    return image.build();
  }

  private static Layout layout(List<Long> shape) {
    int rank = shape.size();
    if (rank == 3 && isChannels(shape.get(2))) {
      return Layout.HWC;
    }
    if (rank == 4 && isChannels(shape.get(3))) {
      return Layout.NHWC;
    }
    if (rank == 4 && isChannels(shape.get(1))) {
      return Layout.NCHW;
    }
    return Layout.LAYOUT_UNSPECIFIED;
  }

  private static boolean isChannels(long side) {
    return side == 3 || side == 1;
  }

  private static Role role(TensorSpec spec) {
    List<Long> shape = spec.shape();
    boolean plane = shape != null && shape.size() >= 3 && PlaneShape.possible(shape);
    if (!plane || !spec.dtype().equals("float32")) {
      return Role.IGNORED;
    }
    String key = spec.key().toLowerCase(Locale.ROOT);
    if (key.contains("var") || key.contains("sigma") || key.contains("uncert")) {
      return Role.LOG_VARIANCE;
    }
    if (key.contains("disp")) {
      return Role.DISPARITY;
    }
    if (key.contains("inv")) {
      return Role.INVERSE_DEPTH;
    }
    return key.contains("log") ? Role.LOG_DEPTH : Role.DEPTH;
  }
}
