package dev.fathom.ros.dds;

import com.sun.jna.NativeLibrary;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import us.ihmc.rtps.impl.fastRTPS.LogLevel;

/**
 * What Fast DDS logs, line by line. It is the only place where the library tells of samples that
 * are too long, so it is led through a pipe instead of to standard output. The library has one log
 * a process; so is this.
 */
final class MiddlewareLog {
  private static final int LONGEST_LINE = 4096;
  private static final int ERRORS = 0;
  private static final int OWNER_ONLY = 0600;
  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

  private static final List<Consumer<String>> READERS = new CopyOnWriteArrayList<>();
  private static final StringBuilder UNFINISHED = new StringBuilder();

  private static List<Path> files = List.of();
  private static @Nullable FileInputStream pipe;
  private static boolean opened;

  private MiddlewareLog() {}

  /**
   * The XML element that leads the log here, for the first participant of the process; empty for
   * later ones, and where there can be no pipe, so that the library logs to standard output.
   */
  static synchronized String configuration() {
    if (opened) {
      return "";
    }
    opened = true;
    try {
      Path directory = Files.createTempDirectory("fathom-dds");
      Path fifo = directory.resolve("log");
      files = List.of(fifo, directory);
      int made =
          NativeLibrary.getProcess()
              .getFunction("mkfifo")
              .invokeInt(new Object[] {fifo.toString(), OWNER_ONLY});
      if (made != 0) {
        throw new IOException("mkfifo failed");
      }
      // Opened for both, it neither waits for the library nor ends when the library closes it.
      pipe = new FileInputStream(new RandomAccessFile(fifo.toFile(), "rw").getFD());
    } catch (IOException | UnsatisfiedLinkError e) {
      unlink();
      return "";
    }
    LogLevel.setLogLevel(ERRORS);
    return ProfileXml.logTo(files.get(0).toString());
  }

  /** Once the library has opened the pipe, nobody needs its name. */
  static synchronized void unlink() {
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // An empty directory and a pipe stay among the temporary files.
    }
    files = List.of();
  }

  static void addReader(Consumer<String> reader) {
    READERS.add(reader);
  }

  static void removeReader(Consumer<String> reader) {
    READERS.remove(reader);
  }

  /** Hands what was logged since the last call to every reader, on the calling thread. */
  static synchronized void poll() {
    if (pipe == null) {
      return;
    }
    try {
      int available = pipe.available();
      while (available > 0) {
        byte[] bytes = new byte[available];
        int count = pipe.read(bytes);
        accept(new String(bytes, 0, Math.max(0, count), StandardCharsets.UTF_8));
        available = pipe.available();
      }
    } catch (IOException e) {
      pipe = null;
    }
  }

  private static void accept(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && UNFINISHED.length() < LONGEST_LINE) {
        UNFINISHED.append(c);
      } else if (c == '\n') {
        String line = COLOUR.matcher(UNFINISHED).replaceAll("");
        UNFINISHED.setLength(0);
        READERS.forEach(reader -> reader.accept(line));
      }
    }
  }
}
