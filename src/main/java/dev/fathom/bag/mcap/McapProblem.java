package dev.fathom.bag.mcap;

/**
 * Something in a file that is not as it should be, though reading went on.
 *
 * @param offset the byte where it is
 * @param text what was found and what was expected
 * @param dataLost whether messages could not be read because of it
 */
public record McapProblem(long offset, String text, boolean dataLost) {}
