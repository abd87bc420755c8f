/**
 * The stages in order, from a synchronised frame to products; no threads, no ROS.
 *
 * <p>May import: floors 1 to 4.
 */
@NullMarked
package dev.fathom.pipeline;

import org.jspecify.annotations.NullMarked;
