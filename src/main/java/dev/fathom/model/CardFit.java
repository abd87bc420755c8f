package dev.fathom.model;

import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.InputRole;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Resize;
import dev.fathom.model.card.SideInput;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A depth network's card held against the signature that it speaks of.
 *
 * @param image the picture's tensor
 * @param sides tensors of what goes in besides the picture
 * @param depth the output that depth is computed from, as the card tells
 * @param depthTensor the same, as the signature tells
 * @param logVariance its log-variance, as the card tells; null if the network predicts none
 * @param logVarianceTensor the same, as the signature tells
 */
record CardFit(
    TensorSpec image,
    Map<InputRole, TensorSpec> sides,
    Output depth,
    TensorSpec depthTensor,
    @Nullable Output logVariance,
    @Nullable TensorSpec logVarianceTensor) {
  private static final String DEFAULT_SIGNATURE = "serving_default";

  /**
   * Checks that the card describes a mono depth network with metric output, and that the graph has
   * what it names.
   *
   * @throws ModelException if not; the message names the model, the tensor, what was found and what
   *     was expected
   */
  static CardFit check(ModelCard card, GraphFile file) {
    CardRules rules = new CardRules(file.directory().asked(), card);
    rules.check();
    Signature signature = signature(rules, file.signatures());
    Output logVariance = rules.logVariance();
    return new CardFit(
        image(rules, signature),
        sides(rules, signature),
        rules.depth(),
        plane(rules, signature, rules.depth()),
        logVariance,
        logVariance == null ? null : plane(rules, signature, logVariance));
  }

  /** The axis of the rows in the picture's tensor; the columns' is the next. */
  static int rowsAxis(ImageInput input) {
    return switch (input.getLayout()) {
      case NCHW -> 2;
      case HWC -> 0;
      default -> 1;
    };
  }

  private static Signature signature(CardRules rules, Map<String, Signature> all) {
    String asked = rules.card().getSignature();
    if (asked.isEmpty() && all.size() == 1) {
      return all.values().iterator().next();
    }
    Signature found = all.get(asked.isEmpty() ? DEFAULT_SIGNATURE : asked);
    if (found == null) {
      throw rules.fault(
          (asked.isEmpty() ? "it names no signature" : "signature is '" + asked + "'")
              + ", the graph has "
              + all.keySet());
    }
    return found;
  }

  private static TensorSpec image(CardRules rules, Signature signature) {
    ImageInput input = rules.card().getImage();
    TensorSpec spec = signature.inputs().get(input.getTensor());
    Set<String> named = new TreeSet<>(Set.of(input.getTensor()));
    rules.card().getInputsList().forEach(side -> named.add(side.getTensor()));
    if (spec == null || !signature.inputs().keySet().equals(named)) {
      throw rules.fault(
          "image.tensor is '"
              + input.getTensor()
              + "', signature '"
              + signature.name()
              + "' takes "
              + signature.inputs().keySet()
              + (named.size() == 1 ? ", expected just this one input" : ", expected " + named));
    }
    String dtype = input.getElementType() == ElementType.UINT8 ? "uint8" : "float32";
    List<Long> expected = expectedShape(rules);
    if (!spec.dtype().equals(dtype) || !fits(spec, expected)) {
      TensorSpec wanted = new TensorSpec(spec.key(), spec.tensor(), dtype, expected);
      throw rules.fault(
          "tensor '"
              + spec.key()
              + "' is "
              + spec.describe()
              + ", the card expects "
              + wanted.describe());
    }
    return spec;
  }

  private static Map<InputRole, TensorSpec> sides(CardRules rules, Signature signature) {
    Map<InputRole, TensorSpec> sides = new EnumMap<>(InputRole.class);
    for (SideInput side : rules.card().getInputsList()) {
      TensorSpec spec = signature.inputs().get(side.getTensor());
      if (spec == null || !spec.dtype().equals("float32")) {
        throw rules.fault(
            "input '" + side.getTensor() + "' of role " + side.getRole() + " is not float32");
      }
      sides.put(side.getRole(), spec);
    }
    return sides;
  }

  private static TensorSpec plane(CardRules rules, Signature signature, Output output) {
    TensorSpec spec = signature.outputs().get(output.getTensor());
    if (spec == null) {
      throw rules.fault(
          "output tensor '"
              + output.getTensor()
              + "' is not in signature '"
              + signature.name()
              + "', which gives "
              + signature.outputs().keySet());
    }
    if (!spec.dtype().equals("float32") || !PlaneShape.possible(spec.shape())) {
      throw rules.fault(
          "tensor '"
              + spec.key()
              + "' is "
              + spec.describe()
              + ", the card expects float32 with one number a pixel");
    }
    return spec;
  }

  private static boolean fits(TensorSpec spec, List<Long> expected) {
    List<Long> shape = spec.shape();
    if (shape == null) {
      return true;
    }
    if (shape.size() != expected.size()) {
      return false;
    }
    for (int axis = 0; axis < expected.size(); axis++) {
      if (expected.get(axis) >= 0 && spec.sideContradicts(axis, expected.get(axis))) {
        return false;
      }
    }
    return shape.size() < 4 || !channelsAreElsewhere(shape, expected);
  }

  /** With open sides, NHWC and NCHW fit each other's tensors: the fixed side tells them apart. */
  private static boolean channelsAreElsewhere(List<Long> shape, List<Long> expected) {
    int axis = expected.get(1) >= 0 && expected.get(3) < 0 ? 1 : 3;
    int other = 4 - axis;
    return shape.get(axis) < 0 && shape.get(other).equals(expected.get(axis));
  }

  /** −1 where the card leaves the side open. */
  private static List<Long> expectedShape(CardRules rules) {
    ImageInput input = rules.card().getImage();
    boolean fixed = input.getResize() == Resize.STRETCH;
    long height = fixed ? input.getHeight() : -1;
    long width = fixed ? input.getWidth() : -1;
    long channels = rules.channels();
    return switch (input.getLayout()) {
      case NCHW -> List.of(1L, channels, height, width);
      case HWC -> List.of(height, width, channels);
      default -> List.of(1L, height, width, channels);
    };
  }
}
