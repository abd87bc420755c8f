package dev.fathom.cli;

import java.nio.file.Path;

/** Where this Fathom is installed; the launcher says so in the property {@code fathom.home}. */
final class Installation {
  private Installation() {}

  static Path home() {
    return Path.of(System.getProperty("fathom.home", ""));
  }

  static Path models() {
    return home().resolve("models");
  }
}
