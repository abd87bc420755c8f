/**
 * From messages to synchronised frames: one way for recordings and live topics. No threads; whoever
 * brings the messages decides which of them wait and which give way.
 *
 * <p>May import: floors 1 to 4.
 */
@NullMarked
package dev.fathom.pipeline.sync;

import org.jspecify.annotations.NullMarked;
