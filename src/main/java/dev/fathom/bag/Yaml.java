package dev.fathom.bag;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML that others wrote, as maps, lists, numbers and strings; never as objects of other classes.
 */
final class Yaml {
  /** A bag of ten thousand files has a {@code metadata.yaml} of some megabytes. */
  private static final int MAX_CHARACTERS = 64 << 20;

  private Yaml() {}

  /**
   * Parses one document.
   *
   * @param label what errors call it
   * @throws IllegalArgumentException when it is not YAML
   */
  static @Nullable Object load(String text, String label) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(label)
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(16)
            .setAllowRecursiveKeys(false)
            .build();
    try {
      return new Load(settings).loadFromString(text);
    } catch (YamlEngineException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          label + " is not valid YAML: " + message.lines().findFirst().orElse(""), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(label + " is nested too deeply", e);
    }
  }

  static Map<?, ?> map(@Nullable Object value, String label) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException(label + " must be a map, found " + brief(value));
  }

  static List<?> list(@Nullable Object value, String label) {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(label + " must be a list, found " + brief(value));
  }

  static long integer(@Nullable Object value, String label, long absent) {
    if (value == null) {
      return absent;
    }
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof java.math.BigInteger big) {
      return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    throw new IllegalArgumentException(label + " must be a whole number, found " + brief(value));
  }

  static String string(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String brief(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  /** A double-quoted scalar. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7F) {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
