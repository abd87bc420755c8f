package dev.fathom.bag.mcap;

import java.util.Optional;

/** How the records of an MCAP chunk are compressed. */
public enum ChunkCompression {
  NONE(""),
  LZ4("lz4"),
  ZSTD("zstd");

  private final String mcapName;

  ChunkCompression(String mcapName) {
    this.mcapName = mcapName;
  }

  /** The name that a chunk carries; empty for {@link #NONE}. Source: MCAP, well-known formats. */
  public String mcapName() {
    return mcapName;
  }

  /** The compression of that name; empty when it is not one of the well-known ones. */
  static Optional<ChunkCompression> named(String mcapName) {
    for (ChunkCompression c : values()) {
      if (c.mcapName.equals(mcapName)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }
}
