/**
 * How a training goes: curves as TensorBoard events, picture and table.
 *
 * <p>May import: floors 1 to 4, data.
 */
@NullMarked
package dev.fathom.train.report;

import org.jspecify.annotations.NullMarked;
