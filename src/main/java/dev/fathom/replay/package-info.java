/**
 * A recording through the pipeline into a new recording, deterministically.
 *
 * <p>May import: floors 1 to 5.
 */
@NullMarked
package dev.fathom.replay;

import org.jspecify.annotations.NullMarked;
