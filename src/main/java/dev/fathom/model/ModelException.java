package dev.fathom.model;

import org.jspecify.annotations.Nullable;

/**
 * A model that is there, but cannot be used: its files are damaged or refused, or its card does not
 * fit it.
 */
public final class ModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  ModelException(String message) {
    super(message);
  }

  ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
