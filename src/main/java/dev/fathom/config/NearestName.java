package dev.fathom.config;

import java.util.Collection;
import java.util.Comparator;

/** The known name that a mistyped one was most likely meant to be. */
public final class NearestName {
  private NearestName() {}

  /** The name with the smallest edit distance to {@code typed}; the first of equals. */
  public static String of(String typed, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .orElseThrow(() -> new IllegalArgumentException("no names to choose from"));
  }

  /**
   * Levenshtein's distance: insertions, deletions and replacements that turn {@code a} into {@code
   * b}.
   */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
