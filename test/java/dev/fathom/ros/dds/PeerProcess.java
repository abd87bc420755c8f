package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.fail;

import dev.fathom.ros.Skipped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program of test/peers on loopback. */
final class PeerProcess implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "peers");
  private static final int MOST_SECONDS = 20;

  /** What the kernel grants where nobody raised {@code net.core.rmem_max}. */
  private static final String DEFAULT_BUFFER = "208kB";

  /** Debian's lo has no MULTICAST flag: unicast only. The last is the receive buffer's size. */
  private static final String CYCLONE =
      "<CycloneDDS><Domain><General><Interfaces><NetworkInterface address=\"127.0.0.1\"/>"
          + "</Interfaces><AllowMulticast>false</AllowMulticast>"
          + "<MaxMessageSize>65500B</MaxMessageSize></General>"
          + "<Discovery><LeaseDuration>4s</LeaseDuration><ParticipantIndex>auto</ParticipantIndex><MaxAutoParticipantIndex>30</MaxAutoParticipantIndex><Peers><Peer"
          + " address=\"127.0.0.1\"/></Peers></Discovery><Internal><SocketReceiveBufferSize"
          + " min=\"default\" max=\"%s\"/></Internal></Domain></CycloneDDS>";

  /** What a receiver says of one message. */
  record Message(int number, int length, long checksum, long latencyNanos) {
    static Message parse(String line) {
      String[] words = line.split(" ", -1);
      return new Message(
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          Long.parseUnsignedLong(words[3], 16),
          Long.parseLong(words[4]));
    }
  }

  private final Process process;
  private final String name;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread reader;

  private PeerProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    reader = new Thread(this::readLines, name);
    reader.setDaemon(true);
    reader.start();
  }

  /** Skips the test where the peers are not built. */
  static void assumeBuilt() {
    for (String program : List.of("cyclone_peer", "fast_peer", "hostile_peer")) {
      Skipped.unless(
          Files.isExecutable(FOLDER.resolve(program)),
          "target/peers/"
              + program
              + " is missing; test/peers/build makes it where Cyclone"
              + " DDS, Fast DDS and a compiler are installed");
    }
  }

  static PeerProcess start(int domain, String program, Object... arguments) throws IOException {
    return start(domain, "4MB", program, arguments);
  }

  /** A peer on Cyclone DDS that receives through a buffer of the kernel's default size. */
  static PeerProcess startWithDefaultBuffer(int domain, Object... arguments) throws IOException {
    return start(domain, DEFAULT_BUFFER, "cyclone_peer", arguments);
  }

  private static PeerProcess start(int domain, String buffer, String program, Object[] arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(FOLDER.resolve(program).toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ROS_DOMAIN_ID", Integer.toString(domain));
    builder.environment().put("CYCLONEDDS_URI", String.format(CYCLONE, buffer));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new PeerProcess(program, builder.start());
  }

  private void readLines() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("stopped: " + e.getMessage());
    }
  }

  /** Waits for a line that begins so; earlier ones are dropped. */
  String await(String beginning) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    List<String> others = new ArrayList<>();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        return fail(name + " did not say '" + beginning + "' but " + others);
      }
      if (line.startsWith(beginning)) {
        return line;
      }
      others.add(line);
    }
  }

  Message nextMessage() throws InterruptedException {
    return Message.parse(await("message "));
  }

  /** How many messages were said and not read. */
  int waiting() {
    return (int) lines.stream().filter(line -> line.startsWith("message ")).count();
  }

  /** The messages said so far, without waiting. */
  List<Message> messages() {
    List<String> said = new ArrayList<>();
    lines.drainTo(said);
    return said.stream().filter(l -> l.startsWith("message ")).map(Message::parse).toList();
  }

  void say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    reader.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
  }
}
