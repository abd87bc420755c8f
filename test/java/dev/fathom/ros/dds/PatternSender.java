package dev.fathom.ros.dds;

import com.sun.jna.Native;
import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.arguments.RosArguments;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import us.ihmc.rtps.impl.fastRTPS.NativeParticipantImpl;

/** Our side as a process of its own, to be killed: publishes small images until then. */
final class PatternSender {
  private static final int PERIOD_MILLIS = 33;

  private PatternSender() {}

  /** Starts the process. */
  static Process start(int domain, String topic, int width, int height) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            // A crash would be told in a file of this name; nothing else is written there.
            "-XX:ErrorFile=" + new File("target", "pattern_sender_crash.log").getAbsolutePath(),
            "-cp",
            classPath(),
            PatternSender.class.getName(),
            Integer.toString(domain),
            topic,
            Integer.toString(width),
            Integer.toString(height));
    return new ProcessBuilder(command).inheritIO().start();
  }

  /** What it needs, wherever it comes from: a launcher of tests may hide its own class path. */
  private static String classPath() {
    return Stream.of(
            PatternSender.class, DdsTransport.class, Native.class, NativeParticipantImpl.class)
        .map(type -> Path.of(URI.create(source(type))).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String source(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  /** Publishes at 30 Hz for ever. */
  public static void main(String[] arguments) throws InterruptedException {
    int width = Integer.parseInt(arguments[2]);
    int height = Integer.parseInt(arguments[3]);
    DdsTransport node =
        DdsTransport.open(
            RosArguments.none().names("/", "sender"),
            DdsOptions.localhost(Integer.parseInt(arguments[0])),
            line -> {});
    PatternMessages kind = PatternMessages.IMAGE;
    Publisher publisher =
        node.advertise(kind.topic(arguments[1], QosProfile.reliable(5), width, height));
    CdrBuffer buffer = new CdrBuffer();
    for (int n = 0; ; n++) {
      kind.encode(n, width, height, buffer);
      try {
        publisher.publish(buffer.array(), 0, buffer.length());
      } catch (IllegalStateException e) {
        // A signal closed the transport.
        return;
      }
      TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
    }
  }
}
