package dev.fathom.model;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;

import dev.fathom.image.Image8;
import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.ImageInput;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Writes pictures into the one input tensor of a network.
 *
 * <p>Bytes that the network takes as they are go into the tensor's memory in one copy, or in one
 * resize. Everything is kept from call to call and remade only when the picture's size changes.
 *
 * <p>Threads: one at a time.
 */
final class ImageFeed implements AutoCloseable {
  private final ImageInput input;
  private final PixelConversion conversion;
  private final PictureResizer resizer = new PictureResizer();
  private final Image8 resized = new Image8();
  private byte[] bytes = new byte[0];
  private float[] floats = new float[0];
  private NetworkSize networkSize = new NetworkSize(1, 1);
  private @Nullable Tensor tensor;
  private @Nullable Mat target;
  private @Nullable BytePointer targetBytes;

  ImageFeed(ImageInput input) {
    this.input = input;
    conversion = new PixelConversion(input);
  }

  /** The size of the picture that the network sees, whoever resizes it. */
  static NetworkSize networkSize(ImageInput input, int width, int height) {
    return switch (input.getResize()) {
      case STRETCH -> new NetworkSize(input.getWidth(), input.getHeight());
      case FIT -> fitting(input, width, height);
      case IN_GRAPH ->
          input.getWidth() > 0 ? fitting(input, width, height) : new NetworkSize(width, height);
      default -> new NetworkSize(width, height);
    };
  }

  private static NetworkSize fitting(ImageInput input, int width, int height) {
    long area = (long) input.getWidth() * input.getHeight();
    return NetworkSize.fitting(width, height, area, Math.max(1, input.getMultipleOf()));
  }

  /** Writes the picture; the tensor stays ours, and holds it until the next call. */
  Tensor write(Image8 picture) {
    if (picture.channels() != 1 && picture.channels() != 3) {
      throw new IllegalArgumentException(
          "picture must have 1 or 3 channels, found " + picture.channels());
    }
    Tensor to = reshape(picture);
    boolean sameSize =
        picture.width() == networkSize.width() && picture.height() == networkSize.height();
    Image8 from = picture;
    if (!sameSize) {
      boolean intoTensor = conversion.isIdentity(picture.channels());
      resize(picture, to, intoTensor);
      if (intoTensor) {
        return to;
      }
      from = resized;
    }
    convert(from, to);
    return to;
  }

  private void convert(Image8 from, Tensor to) {
    int pixels = from.width() * from.height();
    int elements = pixels * conversion.channels();
    if (conversion.isIdentity(from.channels())) {
      to.asRawTensor().data().write(from.data(), 0, elements);
      return;
    }
    if (bytes.length < elements) {
      bytes = new byte[elements];
    }
    if (input.getElementType() == ElementType.UINT8) {
      conversion.toBytes(from.data(), from.channels(), pixels, bytes);
      to.asRawTensor().data().write(bytes, 0, elements);
      return;
    }
    if (floats.length < elements) {
      floats = new float[elements];
    }
    conversion.toFloats(from.data(), from.channels(), pixels, bytes, floats);
    to.asRawTensor().data().asFloats().write(floats, 0, elements);
  }

  /** Straight into the tensor, or through native memory into {@link #resized}. */
  private void resize(Image8 picture, Tensor to, boolean intoTensor) {
    int width = networkSize.width();
    int height = networkSize.height();
    int type = CV_8UC(picture.channels());
    Mat mat = target;
    if (mat == null || mat.type() != type) {
      releaseTarget();
      if (intoTensor) {
        targetBytes = TensorMemory.pointerTo(to);
        mat = new Mat(height, width, type, targetBytes);
      } else {
        mat = new Mat(height, width, type);
        targetBytes = mat.data().capacity((long) width * height * picture.channels());
      }
      target = mat;
    }
    resizer.resize(picture, mat);
    if (!intoTensor && targetBytes != null) {
      resized.reshape(width, height, picture.channels());
      targetBytes.get(resized.data(), 0, resized.size());
    }
  }

  private Tensor reshape(Image8 picture) {
    NetworkSize inside = networkSize(input, picture.width(), picture.height());
    boolean ownSize =
        switch (input.getResize()) {
          case STRETCH, FIT -> false;
          default -> true;
        };
    int width = ownSize ? picture.width() : inside.width();
    int height = ownSize ? picture.height() : inside.height();
    if (tensor == null || networkSize.width() != width || networkSize.height() != height) {
      close();
      networkSize = new NetworkSize(width, height);
      tensor = allocate(width, height);
    }
    return tensor;
  }

  private Tensor allocate(int width, int height) {
    int channels = conversion.channels();
    Shape shape =
        switch (input.getLayout()) {
          case NCHW -> Shape.of(1, channels, height, width);
          case HWC -> Shape.of(height, width, channels);
          default -> Shape.of(1, height, width, channels);
        };
    return input.getElementType() == ElementType.UINT8
        ? TUint8.tensorOf(shape)
        : TFloat32.tensorOf(shape);
  }

  private void releaseTarget() {
    if (target != null) {
      target.close();
      target = null;
      targetBytes = null;
    }
  }

  @Override
  public void close() {
    releaseTarget();
    resizer.close();
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }
}
