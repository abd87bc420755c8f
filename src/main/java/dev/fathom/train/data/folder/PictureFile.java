package dev.fathom.train.data.folder;

import dev.fathom.codec.CompressedImages;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Time;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Pictures and depth in files; every error names the file, what was expected and what found. */
final class PictureFile {
  private PictureFile() {}

  /** A JPEG or PNG as RGB. */
  static Image8 colour(Path file) throws IOException {
    byte[] bytes = bytes(file);
    Image8 picture = new Image8();
    try {
      CompressedImages.decode(
          new CompressedImage(new Header(new Time(0, 0), ""), "file", Bytes.of(bytes)), picture);
    } catch (MalformedDataException e) {
      throw new IOException(file + ": expected a JPEG or PNG; " + e.getMessage(), e);
    }
    return picture.channels() == 3 ? picture : repeated(picture);
  }

  private static Image8 repeated(Image8 grey) {
    Image8 rgb = new Image8().reshape(grey.width(), grey.height(), 3);
    for (int i = 0; i < rgb.size(); i++) {
      rgb.data()[i] = grey.data()[i / 3];
    }
    return rgb;
  }

  /**
   * A PNG of 16-bit numbers, divided by {@code unit}; of 8-bit ones by {@code unitOf8}.
   *
   * @param unitOf8 0 where 8 bits are not expected
   * @return NaN where the number is 0
   */
  static FloatImage numbers(Path file, double unit, double unitOf8) throws IOException {
    Raster raster = raster(file);
    boolean wide = raster.getTransferType() == DataBuffer.TYPE_USHORT;
    if (raster.getNumBands() != 1 || (!wide && unitOf8 == 0)) {
      throw new IOException(
          String.format(
              "%s: expected a grey PNG of 16 bits, found %d channels of %d bits",
              file, raster.getNumBands(), raster.getSampleModel().getSampleSize(0)));
    }
    FloatImage image = new FloatImage().reshape(raster.getWidth(), raster.getHeight());
    int[] numbers = raster.getSamples(0, 0, image.width(), image.height(), 0, (int[]) null);
    double divisor = wide ? unit : unitOf8;
    for (int i = 0; i < numbers.length; i++) {
      image.data()[i] = numbers[i] == 0 ? Float.NaN : (float) (numbers[i] / divisor);
    }
    return image;
  }

  private static Raster raster(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw missing(file, null);
    }
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + ": expected a PNG; " + e.getMessage(), e);
    }
    if (image == null) {
      throw new IOException(file + ": expected a PNG, found something else");
    }
    return image.getRaster();
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw missing(file, e);
    }
  }

  private static IOException missing(Path file, @Nullable Exception cause) {
    return new IOException(file + ": expected this file, found none", cause);
  }
}
