package dev.fathom.model;

import dev.fathom.model.card.ColourOrder;
import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.InputRole;
import dev.fathom.model.card.Layout;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Resize;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.SideInput;
import dev.fathom.model.card.Task;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a card must say for metric depth from one picture, alone or with measured depth, whatever
 * its graph.
 *
 * @param directory the model's folder, named in messages
 * @param card the card
 */
record CardRules(Path directory, ModelCard card) {
  private static final Set<Role> DEPTH_ROLES =
      EnumSet.of(
          Role.DEPTH, Role.LOG_DEPTH, Role.INVERSE_DEPTH, Role.DISPARITY, Role.RELATIVE_DEPTH);

  private static final Set<InputRole> SIDE_ROLES =
      EnumSet.of(InputRole.INTRINSICS, InputRole.SPARSE_DEPTH);

  /**
   * Checks all that can be checked without the graph.
   *
   * @throws ModelException if a field is missing or contradicts another
   */
  void check() {
    if (card.getTask() != Task.MONO_DEPTH && card.getTask() != Task.DEPTH_COMPLETION) {
      throw fault("task is " + card.getTask() + ", expected MONO_DEPTH or DEPTH_COMPLETION");
    }
    checkSideInputs();
    ImageInput input = card.getImage();
    requireSet("layout", input.getLayout(), Layout.LAYOUT_UNSPECIFIED);
    requireSet("colour_order", input.getColourOrder(), ColourOrder.COLOUR_ORDER_UNSPECIFIED);
    requireSet("element_type", input.getElementType(), ElementType.ELEMENT_TYPE_UNSPECIFIED);
    requireSet("resize", input.getResize(), Resize.RESIZE_UNSPECIFIED);
    checkSize(input);
    checkNormalisation(input);
    Output depth = depth();
    checkScale(depth);
    checkNumbers(depth);
    Output logVariance = logVariance();
    if (logVariance != null) {
      checkNumbers(logVariance);
    }
  }

  /** The one output that depth is computed from. */
  Output depth() {
    List<Output> found =
        card.getOutputsList().stream().filter(o -> DEPTH_ROLES.contains(o.getRole())).toList();
    if (found.size() != 1) {
      throw fault("expected one output with a role of " + DEPTH_ROLES + ", found " + found.size());
    }
    return found.get(0);
  }

  /** Its log-variance; null if the card names none. */
  @Nullable Output logVariance() {
    List<Output> found =
        card.getOutputsList().stream().filter(o -> o.getRole() == Role.LOG_VARIANCE).toList();
    if (found.size() > 1) {
      throw fault("expected at most one output of role LOG_VARIANCE, found " + found.size());
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /** Channels of the picture's tensor. */
  int channels() {
    return card.getImage().getColourOrder() == ColourOrder.GREY ? 1 : 3;
  }

  ModelException fault(String what) {
    return new ModelException("the card of " + directory + " does not fit: " + what);
  }

  private void checkSideInputs() {
    for (SideInput side : card.getInputsList()) {
      if (!SIDE_ROLES.contains(side.getRole())) {
        throw fault(
            "input '"
                + side.getTensor()
                + "' has role "
                + side.getRole()
                + ", which no pipeline feeds; there are "
                + SIDE_ROLES);
      }
    }
  }

  private void requireSet(String field, Enum<?> value, Enum<?> unset) {
    if (value == unset) {
      throw fault("image." + field + " is not set");
    }
  }

  private void checkSize(ImageInput input) {
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
  }

  private void checkNormalisation(ImageInput input) {
    boolean normalised =
        input.getScale() != 0 || input.getMeanCount() > 0 || input.getStdCount() > 0;
    if (normalised && input.getElementType() == ElementType.UINT8) {
      throw fault("image has scale, mean or std, but uint8 inputs go in as they are");
    }
    for (int count : new int[] {input.getMeanCount(), input.getStdCount()}) {
      if (count > 1 && count != channels()) {
        throw fault("image has " + count + " means or stds for " + channels() + " channels");
      }
    }
    if (input.getStdList().stream().anyMatch(std -> !(std > 0) || std.isInfinite())) {
      throw fault("image.std is " + input.getStdList() + ", expected positive numbers");
    }
    if (!Double.isFinite(input.getScale())
        || input.getMeanList().stream().anyMatch(mean -> !Double.isFinite(mean))) {
      throw fault("image.scale or image.mean is not finite");
    }
  }

  private void checkScale(Output depth) {
    if (depth.getRole() == Role.RELATIVE_DEPTH) {
      throw fault(
          "output '"
              + depth.getTensor()
              + "' is RELATIVE_DEPTH: its scale is unknown, and metres cannot be made of it");
    }
    boolean disparity = depth.getRole() == Role.DISPARITY;
    if (disparity && depth.getScale() == 0) {
      throw fault(
          "output '"
              + depth.getTensor()
              + "' is DISPARITY without a scale; 1 / baseline in metres is needed");
    }
    boolean focal = depth.getCanonicalFocalPx() > 0;
    if (focal && disparity) {
      throw fault("canonical_focal_px has no meaning for DISPARITY, which has f in it already");
    }
    boolean unknownSize =
        card.getImage().getResize() == Resize.IN_GRAPH && card.getImage().getWidth() == 0;
    if ((focal || disparity) && unknownSize) {
      throw fault(
          "the scale depends on the focal length in the network's pixels, but resize is IN_GRAPH"
              + " without width and height");
    }
  }

  private void checkNumbers(Output output) {
    String name = "output '" + output.getTensor() + "'";
    for (double number :
        new double[] {
          output.getCanonicalFocalPx(),
          output.getMinMetres(),
          output.getMaxMetres(),
          output.getSigmaFactor()
        }) {
      if (!(number >= 0) || Double.isInfinite(number)) {
        throw fault(name + " has a focal length, limit or factor of " + number);
      }
    }
    if (!Double.isFinite(output.getScale()) || !Double.isFinite(output.getOffset())) {
      throw fault(name + " has scale " + output.getScale() + " and offset " + output.getOffset());
    }
    if (output.getMaxMetres() > 0 && output.getMaxMetres() <= output.getMinMetres()) {
      throw fault(
          name
              + " has max_metres "
              + output.getMaxMetres()
              + " not above min_metres "
              + output.getMinMetres());
    }
  }
}
