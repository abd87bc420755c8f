package dev.fathom.bag.mcap;

import java.util.Set;

/**
 * A stretch of a file that is read in one piece: a chunk, or a run of records outside chunks.
 *
 * @param chunk whether it is one chunk record; else records follow each other
 * @param offset where its first record begins
 * @param length bytes from there on; a partial chunk's are those that the file has
 * @param startTime no message is earlier
 * @param endTime no message is later
 * @param channels the channels that it has messages of; empty means not known
 * @param partial whether the file ends within it
 */
record Segment(
    boolean chunk,
    long offset,
    long length,
    long startTime,
    long endTime,
    Set<Integer> channels,
    boolean partial) {

  long end() {
    return offset + length;
  }
}
