package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;

/**
 * What a JPEG or PNG file says of itself, read before any decoder is let near it.
 *
 * <p>The whole file is walked, marker by marker or chunk by chunk, because the decoders take a file
 * cut short for a picture with a grey rest. Offsets in errors count from the file's first byte.
 * Source: ITU-T T.81, annex B; PNG specification, second edition, section 5.
 *
 * @param width pixels a row
 * @param height rows
 * @param grey whether there is a single channel
 */
record PictureHeader(int width, int height, boolean grey) {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int TEM = 0x01;
  private static final int PNG_SIGNATURE = 0x89504e47;
  private static final int PNG_LINE_ENDS = 0x0d0a1a0a;
  private static final int IHDR = 0x49484452;
  private static final int IEND = 0x49454e44;
  private static final int PNG_COLOUR = 2;

  static PictureHeader of(Bytes file) {
    if (file.length() >= 2 && u8(file, 0) == 0xff && u8(file, 1) == SOI) {
      return jpeg(file);
    }
    if (file.length() >= 8 && u32(file, 0) == PNG_SIGNATURE && u32(file, 4) == PNG_LINE_ENDS) {
      return png(file);
    }
    throw new MalformedDataException(0, "a JPEG or PNG file expected, found neither's first bytes");
  }

  private static PictureHeader jpeg(Bytes file) {
    PictureHeader header = null;
    int at = 2;
    while (true) {
      at = nextMarker(file, at);
      int marker = u8(file, at - 1);
      if (marker == EOI) {
        break;
      }
      int length = u16(file, at);
      if (isFrame(marker)) {
        if (header != null) {
          throw new MalformedDataException(at, "JPEG has more than one frame header");
        }
        header = jpegFrame(file, at);
      }
      at += length;
    }
    if (header == null) {
      throw new MalformedDataException(at, "JPEG ends without a frame header");
    }
    return header;
  }

  /** The offset behind the next marker that begins a segment or ends the file. */
  private static int nextMarker(Bytes file, int from) {
    byte[] array = file.array();
    int end = file.offset() + file.length();
    for (int i = file.offset() + from; i < end - 1; i++) {
      if (array[i] != -1) {
        continue;
      }
      int marker = array[i + 1] & 0xff;
      boolean restart = marker >= 0xd0 && marker <= SOI;
      // 00 stuffs an FF of the picture's data, FF fills.
      if (marker != 0 && marker != 0xff && marker != TEM && !restart) {
        return i + 2 - file.offset();
      }
    }
    throw new MalformedDataException(file.length(), "JPEG is cut short: no end of image marker");
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static PictureHeader jpegFrame(Bytes file, int at) {
    if (u8(file, at + 2) != 8) {
      throw new MalformedDataException(
          at + 2, "JPEG of 8 bits a sample expected, found " + u8(file, at + 2));
    }
    return new PictureHeader(u16(file, at + 5), u16(file, at + 3), u8(file, at + 7) == 1);
  }

  private static PictureHeader png(Bytes file) {
    if (u32(file, 12) != IHDR) {
      throw new MalformedDataException(12, "PNG does not begin with IHDR");
    }
    if (u8(file, 24) > 8) {
      throw new MalformedDataException(
          24, "PNG of at most 8 bits a channel expected, found " + u8(file, 24));
    }
    int at = 8;
    while (u32(file, at + 4) != IEND) {
      long next = at + 12L + Integer.toUnsignedLong(u32(file, at));
      if (next > file.length()) {
        throw new MalformedDataException(at, "PNG is cut short: a chunk reaches beyond its end");
      }
      at = (int) next;
    }
    return new PictureHeader(u32(file, 16), u32(file, 20), (u8(file, 25) & PNG_COLOUR) == 0);
  }

  private static int u8(Bytes file, int at) {
    if (at >= file.length()) {
      throw new MalformedDataException(at, "picture is cut short in its header");
    }
    return file.at(at) & 0xff;
  }

  private static int u16(Bytes file, int at) {
    return u8(file, at) << 8 | u8(file, at + 1);
  }

  private static int u32(Bytes file, int at) {
    return u16(file, at) << 16 | u16(file, at + 2);
  }
}
