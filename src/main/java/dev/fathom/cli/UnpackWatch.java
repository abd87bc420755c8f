package dev.fathom.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Says how far the native libraries are unpacked, the first time that a machine uses them: 650 MB
 * take a while.
 *
 * <p>Threads: a daemon of its own, which ends when the libraries are there or with {@link #close}.
 */
final class UnpackWatch implements AutoCloseable {
  private static final String LARGEST = "tensorflow-core-native-";
  private static final long EVERY_SECONDS = 2;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final PrintWriter errors;
  private final Path cache;
  private final String library;
  private final CountDownLatch closed = new CountDownLatch(1);

  private UnpackWatch(PrintWriter errors, Path cache, String library) {
    this.errors = errors;
    this.cache = cache;
    this.library = library;
  }

  /** Watches JavaCPP's cache unless the libraries are already in it. */
  static UnpackWatch start(PrintWriter errors) {
    String home = System.getProperty("org.bytedeco.javacpp.cachedir", "");
    Path cache =
        home.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".javacpp", "cache")
            : Path.of(home);
    UnpackWatch watch =
        new UnpackWatch(errors, cache, library(System.getProperty("java.class.path")));
    if (!watch.isUnpacked()) {
      Thread thread = new Thread(watch::report, "fathom-unpack-watch");
      thread.setDaemon(true);
      thread.start();
    }
    return watch;
  }

  private boolean isUnpacked() {
    return library.isEmpty() || Files.exists(cache.resolve(library));
  }

  /**
   * The file name of the largest library on a class path, by which JavaCPP calls what it unpacks of
   * it; empty where there is none. That of the GPU build is another than that of the CPU build, and
   * both differ from the one without natives by a longer name.
   */
  static String library(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> entry.substring(entry.lastIndexOf(File.separatorChar) + 1))
        .filter(name -> name.startsWith(LARGEST) && name.endsWith(".jar"))
        .max(Comparator.comparingInt(String::length))
        .orElse("");
  }

  private void report() {
    try {
      long last = 0;
      while (!closed.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
        long size = size();
        if (size != last) {
          errors.printf(
              "fathom: unpacking native libraries, first start only: %.0f MB in %s%n",
              size / BYTES_PER_MEGABYTE, cache);
          errors.flush();
        }
        last = size;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long size() {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      // Files come and go while they are unpacked; the next look will do.
      return 0;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
