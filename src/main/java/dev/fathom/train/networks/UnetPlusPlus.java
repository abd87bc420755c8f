package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * U-Net++ on a ResNeXt-50 encoder: between encoder and decoder, every level has a row of nodes that
 * see all earlier ones of their row and one of the row below.
 *
 * <p>48.46 M parameters. Rows are brought to each other's size bilinearly, so that sides need not
 * be multiples of 32, as the 200×200 of its training are not.
 *
 * <p>Source: Zhou et al. 2018, figure 1a; Gómez Garrido, "Single Image Depth Estimation", section
 * 4, model I.
 */
public final class UnetPlusPlus implements Network {
  /**
   * Hyperparameters.
   *
   * @param widthMultiplier channels of every layer over the published ones
   * @param depthShare share of the training, at its beginning, that learns depth; the rest learns
   *     the order of pairs
   * @param decoderAloneShare share of the training, at its beginning, in which the encoder rests
   */
  public record Options(double widthMultiplier, double depthShare, double decoderAloneShare) {
    /** Two of the ten epochs on depth teach the decoder alone. */
    public static final Options PUBLISHED = new Options(1, 0.7, 0.14);

    public Options {
      Shares.require("depth_share", depthShare);
      Shares.require("decoder_alone_share", decoderAloneShare);
    }
  }

  private static final String ENCODER = "encoder";

  /** Channels of the last node of each row, the finest first. */
  private static final int[] LAST_IN_ROW = {32, 64, 128, 256};

  /** Channels at the size of the picture. */
  private static final int FULL_SIZE = 16;

  private final Options options;
  private final WidthMultiplier width;

  public UnetPlusPlus(Options options) {
    this.options = options;
    this.width = new WidthMultiplier(options.widthMultiplier());
  }

  @Override
  public String name() {
    return "unetpp";
  }

  @Override
  public String summary() {
    return "U-Net++ on ResNeXt-50 (Gómez Garrido): relative depth from one colour picture.";
  }

  @Override
  public int sideMultiple() {
    return 2;
  }

  @Override
  public Set<Field> inputs() {
    return Set.of(Field.IMAGE);
  }

  @Override
  public Set<Field> truth() {
    return RelativeDepth.TRUTH;
  }

  @Override
  public List<Signature> signatures() {
    return List.of(RelativeDepth.signature(inputs()));
  }

  @Override
  public Map<String, Double> restingUntil() {
    return Map.of(ENCODER, options.decoderAloneShare());
  }

  @Override
  public Predictions build(Layers layers, SampleTensors in) {
    Operand<TFloat32> image = in.get(Field.IMAGE);
    List<List<Operand<TFloat32>>> rows = new ArrayList<>();
    for (Operand<TFloat32> map : Encoders.resnext50(width).of(layers, ENCODER, image)) {
      rows.add(new ArrayList<>(List.of(map)));
    }
    // X(i, j): row i, the finest first; column j, of which column 0 is the encoder
    int last = rows.size() - 1;
    for (int j = 1; j <= last; j++) {
      for (int i = 0; i + j <= last; i++) {
        rows.get(i).add(node(layers, i, j, rows.get(i), rows.get(i + 1).get(j - 1)));
      }
    }
    Operand<TFloat32> x = layers.resizeLike(rows.get(0).get(last), image);
    x = twice(layers, "full_size", x, width.of(FULL_SIZE));
    return RelativeDepth.predictions(layers, layers.conv3x3("last", x, 1));
  }

  /** All earlier nodes of the row beside the upsampled one below; 2 × (3×3, batch norm, ReLU). */
  private Operand<TFloat32> node(
      Layers layers, int i, int j, List<Operand<TFloat32>> row, Operand<TFloat32> below) {
    Operand<TFloat32> encoded = row.get(0);
    List<Operand<TFloat32>> seen = new ArrayList<>(List.of(layers.resizeLike(below, encoded)));
    seen.addAll(row);
    boolean lastInRow = i + j == LAST_IN_ROW.length;
    int channels = lastInRow ? width.of(LAST_IN_ROW[i]) : Math.toIntExact(encoded.shape().get(3));
    return twice(layers, "node" + i + "_" + j, layers.concat(seen), channels);
  }

  private static Operand<TFloat32> twice(
      Layers layers, String name, Operand<TFloat32> x, int channels) {
    x = layers.relu(layers.conv3x3Normalised(name + ".conv1", x, channels));
    return layers.relu(layers.conv3x3Normalised(name + ".conv2", x, channels));
  }

  @Override
  public Operand<TFloat64> loss(Ops tf, SampleTensors sample, Predictions predictions) {
    return RelativeDepth.loss(tf, sample, predictions, options.depthShare());
  }
}
