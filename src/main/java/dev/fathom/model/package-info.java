/**
 * SavedModels: loading, model card, the check of their ops, inference.
 *
 * <p>May import: floors 1 to 3.
 */
@NullMarked
package dev.fathom.model;

import org.jspecify.annotations.NullMarked;
