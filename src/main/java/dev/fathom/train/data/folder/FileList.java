package dev.fathom.train.data.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Folders and text files of data sets. */
final class FileList {
  private FileList() {}

  /** What lies in a folder and is wanted, sorted by name; nothing where there is no folder. */
  static List<Path> in(Path folder, Predicate<String> wanted) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> wanted.test(name(file))).sorted().toList();
    }
  }

  /** What lies in a folder or its subfolders, so many levels deep, and is wanted. */
  static List<Path> under(Path folder, int depth, Predicate<String> wanted) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(file -> wanted.test(name(file))).sorted().toList();
    }
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The lines of a text file that are not empty and no comment. */
  static List<String> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + ": expected this file, found none");
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }

  /** Numbers separated by spaces or commas. */
  static double[] numbers(Path file, String text, int expected) throws IOException {
    String[] words = text.strip().split("[\\s,]+", -1);
    if (words.length < expected) {
      throw new IOException(file + ": expected " + expected + " numbers, found '" + text + "'");
    }
    double[] numbers = new double[expected];
    try {
      for (int i = 0; i < expected; i++) {
        numbers[i] = Double.parseDouble(words[i]);
      }
    } catch (NumberFormatException e) {
      throw new IOException(file + ": expected numbers, found '" + text + "'", e);
    }
    return numbers;
  }
}
