package dev.fathom.model;

import dev.fathom.model.card.ColourOrder;
import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.Layout;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Resize;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A depth network's card held against the signature that it speaks of.
 *
 * @param signature what is run
 * @param image the picture's tensor
 * @param depth the output that depth is computed from, as the card tells
 * @param depthTensor the same, as the signature tells
 * @param logVariance its log-variance, as the card tells; null if the network predicts none
 * @param logVarianceTensor the same, as the signature tells
 */
record CardFit(
    Signature signature,
    TensorSpec image,
    Output depth,
    TensorSpec depthTensor,
    @Nullable Output logVariance,
    @Nullable TensorSpec logVarianceTensor) {
  private static final String DEFAULT_SIGNATURE = "serving_default";
  private static final Set<Role> DEPTH_ROLES =
      EnumSet.of(
          Role.DEPTH, Role.LOG_DEPTH, Role.INVERSE_DEPTH, Role.DISPARITY, Role.RELATIVE_DEPTH);

  /**
   * Checks that the card describes a mono depth network with metric output, and that the graph has
   * what it names.
   *
   * @throws IllegalArgumentException if not; the message names the model, the tensor, what was
   *     found and what was expected
   */
  static CardFit check(ModelCard card, GraphFile file) {
    return new Checker(card, file).check();
  }

  /** The axis of the rows in the picture's tensor; the columns' is the next. */
  static int rowsAxis(ImageInput input) {
    return switch (input.getLayout()) {
      case NCHW -> 2;
      case HWC -> 0;
      default -> 1;
    };
  }

  private record Checker(ModelCard card, GraphFile file) {
    CardFit check() {
      if (card.getTask() != Task.MONO_DEPTH) {
        throw fault("task is " + card.getTask() + ", expected MONO_DEPTH");
      }
      Signature signature = signature();
      TensorSpec image = image(signature);
      Output depth = depth();
      TensorSpec depthTensor = output(signature, depth);
      Output logVariance = only(Role.LOG_VARIANCE);
      return new CardFit(
          signature,
          image,
          depth,
          depthTensor,
          logVariance,
          logVariance == null ? null : output(signature, logVariance));
    }

    private Signature signature() {
      Map<String, Signature> all = file.signatures();
      String asked = card.getSignature();
      if (asked.isEmpty() && all.size() == 1) {
        return all.values().iterator().next();
      }
      Signature found = all.get(asked.isEmpty() ? DEFAULT_SIGNATURE : asked);
      if (found == null) {
        throw fault(
            (asked.isEmpty() ? "no signature is named" : "signature is '" + asked + "'")
                + ", the graph has "
                + all.keySet());
      }
      return found;
    }

    private TensorSpec image(Signature signature) {
      ImageInput input = card.getImage();
      checkImageFields(input);
      TensorSpec spec = signature.inputs().get(input.getTensor());
      if (spec == null || signature.inputs().size() > 1) {
        throw fault(
            "image.tensor is '"
                + input.getTensor()
                + "', signature '"
                + signature.name()
                + "' takes "
                + signature.inputs().keySet()
                + ", expected just this one input");
      }
      String dtype = input.getElementType() == ElementType.UINT8 ? "uint8" : "float32";
      List<String> expected = expectedShape(input);
      String text = dtype + " [" + String.join(", ", expected) + "]";
      if (!spec.dtype().equals(dtype) || !fits(spec, expected)) {
        throw fault(
            "tensor '" + spec.key() + "' is " + spec.describe() + ", the card expects " + text);
      }
      return spec;
    }

    private void checkImageFields(ImageInput input) {
      requireSet("layout", input.getLayout(), Layout.LAYOUT_UNSPECIFIED);
      requireSet("colour_order", input.getColourOrder(), ColourOrder.COLOUR_ORDER_UNSPECIFIED);
      requireSet("element_type", input.getElementType(), ElementType.ELEMENT_TYPE_UNSPECIFIED);
      requireSet("resize", input.getResize(), Resize.RESIZE_UNSPECIFIED);
      boolean sized = input.getWidth() > 0 && input.getHeight() > 0;
      boolean unsized = input.getWidth() == 0 && input.getHeight() == 0;
      boolean needsSize = input.getResize() == Resize.STRETCH || input.getResize() == Resize.FIT;
      if (!sized && (needsSize || !unsized)) {
        throw fault(
            "image size is "
                + input.getWidth()
                + "x"
                + input.getHeight()
                + " with resize "
                + input.getResize());
      }
      if (input.getMultipleOf() < 0) {
        throw fault("image.multiple_of is " + input.getMultipleOf());
      }
      checkNormalisation(input);
    }

    private void checkNormalisation(ImageInput input) {
      boolean normalised =
          input.getScale() != 0 || input.getMeanCount() > 0 || input.getStdCount() > 0;
      if (normalised && input.getElementType() == ElementType.UINT8) {
        throw fault("image has scale, mean or std, but uint8 inputs go in as they are");
      }
      int channels = channels(input);
      for (int count : new int[] {input.getMeanCount(), input.getStdCount()}) {
        if (count > 1 && count != channels) {
          throw fault("image has " + count + " means or stds for " + channels + " channels");
        }
      }
      if (input.getStdList().stream().anyMatch(std -> !(std > 0) || std.isInfinite())) {
        throw fault("image.std is " + input.getStdList() + ", expected positive numbers");
      }
      if (!Double.isFinite(input.getScale())
          || input.getMeanList().stream().anyMatch(mean -> !Double.isFinite(mean))) {
        throw fault("image has a scale or mean that is not finite");
      }
    }

    private Output depth() {
      List<Output> found =
          card.getOutputsList().stream().filter(o -> DEPTH_ROLES.contains(o.getRole())).toList();
      if (found.size() != 1) {
        throw fault(
            "expected one output with a role of " + DEPTH_ROLES + ", found " + found.size());
      }
      Output depth = found.get(0);
      if (depth.getRole() == Role.RELATIVE_DEPTH) {
        throw fault(
            "output '"
                + depth.getTensor()
                + "' is RELATIVE_DEPTH: its scale is unknown, and metres cannot be made of it");
      }
      if (depth.getRole() == Role.DISPARITY && depth.getScale() == 0) {
        throw fault(
            "output '"
                + depth.getTensor()
                + "' is DISPARITY without a scale; 1 / baseline in metres is needed");
      }
      checkNumbers(depth);
      return depth;
    }

    private void checkNumbers(Output output) {
      for (double number :
          new double[] {
            output.getCanonicalFocalPx(),
            output.getMinMetres(),
            output.getMaxMetres(),
            output.getSigmaFactor()
          }) {
        if (!(number >= 0) || Double.isInfinite(number)) {
          throw fault("output '" + output.getTensor() + "' has the number " + number);
        }
      }
      if (!Double.isFinite(output.getScale()) || !Double.isFinite(output.getOffset())) {
        throw fault("output '" + output.getTensor() + "' has a scale or offset not finite");
      }
      if (output.getMaxMetres() > 0 && output.getMaxMetres() <= output.getMinMetres()) {
        throw fault(
            "output '"
                + output.getTensor()
                + "' has max_metres "
                + output.getMaxMetres()
                + " not above min_metres "
                + output.getMinMetres());
      }
      checkFocal(output);
    }

    private void checkFocal(Output output) {
      boolean usesFocal = output.getCanonicalFocalPx() > 0 || output.getRole() == Role.DISPARITY;
      ImageInput input = card.getImage();
      if (output.getCanonicalFocalPx() > 0 && output.getRole() == Role.DISPARITY) {
        throw fault("canonical_focal_px has no meaning for DISPARITY, which has f in it already");
      }
      if (usesFocal && input.getResize() == Resize.IN_GRAPH && input.getWidth() == 0) {
        throw fault(
            "the scale depends on the focal length in the network's pixels, but resize is IN_GRAPH"
                + " without width and height");
      }
    }

    private @Nullable Output only(Role role) {
      List<Output> found =
          card.getOutputsList().stream().filter(output -> output.getRole() == role).toList();
      if (found.size() > 1) {
        throw fault("expected at most one output of role " + role + ", found " + found.size());
      }
      if (found.isEmpty()) {
        return null;
      }
      checkNumbers(found.get(0));
      return found.get(0);
    }

    private TensorSpec output(Signature signature, Output output) {
      TensorSpec spec = signature.outputs().get(output.getTensor());
      if (spec == null) {
        throw fault(
            "output tensor '"
                + output.getTensor()
                + "' is not in signature '"
                + signature.name()
                + "', which gives "
                + signature.outputs().keySet());
      }
      if (!spec.dtype().equals("float32") || !PlaneShape.possible(spec.shape())) {
        throw fault(
            "tensor '"
                + spec.key()
                + "' is "
                + spec.describe()
                + ", the card expects float32 with one number a pixel");
      }
      return spec;
    }

    private void requireSet(String field, Enum<?> value, Enum<?> unset) {
      if (value == unset) {
        throw fault("image." + field + " is not set");
      }
    }

    private static boolean fits(TensorSpec spec, List<String> expected) {
      List<Long> shape = spec.shape();
      if (shape == null) {
        return true;
      }
      if (shape.size() != expected.size()) {
        return false;
      }
      for (int axis = 0; axis < expected.size(); axis++) {
        String side = expected.get(axis);
        if (!side.equals("?") && spec.sideContradicts(axis, Long.parseLong(side))) {
          return false;
        }
      }
      return true;
    }

    private static List<String> expectedShape(ImageInput input) {
      boolean fixed = input.getResize() == Resize.STRETCH;
      String height = fixed ? Integer.toString(input.getHeight()) : "?";
      String width = fixed ? Integer.toString(input.getWidth()) : "?";
      String channels = Integer.toString(channels(input));
      return switch (input.getLayout()) {
        case NCHW -> List.of("1", channels, height, width);
        case HWC -> List.of(height, width, channels);
        default -> List.of("1", height, width, channels);
      };
    }

    private static int channels(ImageInput input) {
      return input.getColourOrder() == ColourOrder.GREY ? 1 : 3;
    }

    private IllegalArgumentException fault(String what) {
      return new IllegalArgumentException(
          "the card of " + file.directory().asked() + " does not fit: " + what);
    }
  }
}
