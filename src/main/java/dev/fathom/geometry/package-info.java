/**
 * Rotations, rigid transforms, camera models and the transform tree.
 *
 * <p>May import: nothing of Fathom.
 */
@NullMarked
package dev.fathom.geometry;

import org.jspecify.annotations.NullMarked;
