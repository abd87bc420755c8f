package dev.fathom.image;

/**
 * An image as a message carries it: a view on bytes that someone else owns.
 *
 * <p>Shape: [height, step] bytes from {@code offset} on, of which each row's first {@code width ×
 * bytesPerPixel} are pixels. The constructor checks that the bytes are there, so that kernels need
 * not.
 *
 * @param encoding how pixels are laid out
 * @param width pixels a row
 * @param height rows of the picture ({@link PixelEncoding#NV12} has half as many chroma rows below
 *     them)
 * @param step bytes from one row to the next, padding included
 * @param bigEndian byte order of 16- and 32-bit pixels
 * @param bytes the array that holds the pixels
 * @param offset where the first row begins in {@code bytes}
 * @param length bytes that belong to the image from {@code offset} on
 */
public record ImageView(
    PixelEncoding encoding,
    int width,
    int height,
    int step,
    boolean bigEndian,
    byte[] bytes,
    int offset,
    int length) {
  public ImageView {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "image size must be positive, found " + width + "x" + height);
    }
    long rowBytes = (long) width * encoding.bytesPerPixel();
    if (step < rowBytes) {
      throw new IllegalArgumentException(
          "step is "
              + step
              + " bytes, but a row of "
              + width
              + " "
              + encoding.rosName()
              + " pixels has "
              + rowBytes);
    }
    long rows = encoding == PixelEncoding.NV12 ? height + height / 2L : height;
    // The last row need not be padded.
    long needed = step * (rows - 1) + rowBytes;
    if (offset < 0 || length < needed || offset + (long) length > bytes.length) {
      throw new IllegalArgumentException(
          "data has " + length + " bytes, but height × step asks for " + step * rows);
    }
  }
}
