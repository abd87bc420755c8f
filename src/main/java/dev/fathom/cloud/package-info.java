/**
 * Point columns, and their making from depth: organised clouds, decimation, obstacle points.
 *
 * <p>May import: nothing of Fathom on its own floor; it works on plain arrays.
 */
@NullMarked
package dev.fathom.cloud;

import org.jspecify.annotations.NullMarked;
