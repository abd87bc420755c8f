package dev.fathom.node;

/**
 * A topic that every frame needs a message of.
 *
 * @param lastNanos when the last one came, by {@link System#nanoTime}; {@link Long#MIN_VALUE}:
 *     never
 */
record ImageSource(InputTopic input, long lastNanos) {}
