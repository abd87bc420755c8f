package dev.fathom.ros.rcl;

import dev.fathom.ros.Endpoint;
import dev.fathom.ros.Intake;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Service;
import dev.fathom.ros.ServiceHandler;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A node on ROS 2's own library; see the package. */
public final class RclTransport implements Transport {
  private static final long EXIT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final NativeSymbols symbols;
  private final RclNode node;
  private final String name;
  private final RclLog log;
  private final RclGraph graph;
  private final WaitSet waitSet;
  private final ReceiveThread thread;
  private final TypeSupport types;
  private final Thread shutdownHook;

  /** Guarded by this, as are all calls of rcl that need the node. */
  private final Set<RclPublisher> publishers = new LinkedHashSet<>();

  private final Set<RclTaker> takers = new LinkedHashSet<>();
  private boolean closing;
  private boolean closed;

  private RclTransport(NativeSymbols symbols, RclNode node) {
    this.symbols = symbols;
    this.node = node;
    this.name = node.name();
    this.log = RclLog.of(symbols, node.address());
    this.graph = new RclGraph(node, symbols);
    this.types = new TypeSupport(symbols.installation());
    this.waitSet = new WaitSet(symbols, node.context());
    this.thread = new ReceiveThread(waitSet, log, name);
    this.shutdownHook = new Thread(this::closeAtExit, "rcl shutdown " + name);
  }

  /**
   * Opens a node on the ROS 2 installation that the environment names.
   *
   * @param rosArguments as on a command line, {@code --ros-args} first; remappings, the node's name
   *     and namespace, enclave and log levels among them are honoured
   * @throws TransportException if ROS 2 or a piece of it is missing, with what to do
   * @throws IllegalArgumentException if a name or an argument is wrong
   */
  public static RclTransport open(String nodeName, String namespace, List<String> rosArguments) {
    NativeSymbols symbols = NativeSymbols.bound(RclInstallation.of(System.getenv()));
    SelfCheck.run(symbols);
    RclNode node = RclNode.open(symbols, nodeName, namespace, rosArguments);
    RclTransport transport;
    try {
      transport = new RclTransport(symbols, node);
    } catch (RuntimeException e) {
      node.finish();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(transport.shutdownHook);
    return transport;
  }

  /**
   * Passes if rcl and the middleware of an environment can be loaded: rcl ends the process where
   * they cannot, so that others who load it look here first.
   *
   * @throws TransportException if not, with what to do
   */
  public static void requireLoadable(Map<String, String> environment) {
    NativeSymbols unused = NativeSymbols.bound(RclInstallation.of(environment));
  }

  /** Why there is no ROS 2 in an environment, in one line; empty if there is. */
  public static Optional<String> missing(Map<String, String> environment) {
    return RclInstallation.missing(environment);
  }

  @Override
  public String name() {
    return "rcl";
  }

  /** The middleware, such as {@code rmw_cyclonedds_cpp}. */
  public String middleware() {
    return CString.at(RmwImplementation.rmw_get_implementation_identifier());
  }

  @Override
  public String node() {
    return name;
  }

  @Override
  public synchronized String resolve(String topicOrService) {
    requireOpen();
    return node.resolve(topicOrService, false);
  }

  @Override
  public synchronized Publisher advertise(Topic topic) {
    requireOpen();
    node.resolve(topic.name(), false);
    long typeSupport = types.message(topic.type());
    RclPublisher publisher = new RclPublisher(this, node, symbols, topic, typeSupport);
    publishers.add(publisher);
    return publisher;
  }

  @Override
  public synchronized Subscription subscribe(Topic topic, Intake intake) {
    requireOpen();
    node.resolve(topic.name(), false);
    long typeSupport = types.message(topic.type());
    RclSubscription subscription =
        new RclSubscription(this, node, symbols, log, topic, typeSupport, intake);
    takers.add(subscription);
    thread.add(subscription);
    return subscription;
  }

  @Override
  public boolean offersServices() {
    return true;
  }

  @Override
  public synchronized Service serve(
      String serviceName, String type, ServiceHandler handler, Executor executor) {
    requireOpen();
    if (!type.matches("\\w+/srv/\\w+")) {
      throw new IllegalArgumentException(
          "service "
              + serviceName
              + ": a type like rcl_interfaces/srv/GetParameters expected, found '"
              + type
              + "'");
    }
    node.resolve(serviceName, true);
    RclService service =
        new RclService(this, node, symbols, log, serviceName, type, handler, executor);
    takers.add(service);
    thread.add(service);
    return service;
  }

  @Override
  public synchronized List<Endpoint> publishers(String topic) {
    requireOpen();
    return graph.publishers(topic);
  }

  @Override
  public synchronized List<Endpoint> subscribers(String topic) {
    requireOpen();
    return graph.subscribers(topic);
  }

  @Override
  public synchronized boolean log(LogLevel level, String line) {
    requireOpen();
    log.say(level, line);
    return true;
  }

  private void requireOpen() {
    if (closing) {
      throw new IllegalStateException("the node " + name + " is closed");
    }
  }

  synchronized void close(RclPublisher publisher) {
    publishers.remove(publisher);
    publisher.finish();
  }

  void close(RclTaker taker) {
    thread.remove(taker);
    synchronized (this) {
      takers.remove(taker);
      taker.finish();
    }
  }

  /** Leaves node and publishers behind where a write does not end in time; the exit tries again. */
  @Override
  public void close() {
    close(RclPublisher.CLOSE_PATIENCE_NANOS);
  }

  void close(long patienceNanos) {
    if (thread.isCurrent()) {
      throw new IllegalStateException("a handler of " + name + " cannot close its own transport");
    }
    synchronized (this) {
      closing = true;
    }
    if (thread.stop(Long.MAX_VALUE) && writesEndWithin(patienceNanos)) {
      finish();
      dropShutdownHook();
    }
  }

  /** An intake may be what ends the process; then its thread will not end before us. */
  private void closeAtExit() {
    synchronized (this) {
      closing = true;
    }
    if (thread.stop(EXIT_PATIENCE_NANOS) && writesEndWithin(EXIT_PATIENCE_NANOS)) {
      finish();
    }
  }

  /** Without the lock, which others need while a write waits for its peer. */
  private boolean writesEndWithin(long patienceNanos) {
    List<RclPublisher> open;
    synchronized (this) {
      open = List.copyOf(publishers);
    }
    long start = System.nanoTime();
    boolean ended = true;
    for (RclPublisher publisher : open) {
      ended &= publisher.letGo(patienceNanos - (System.nanoTime() - start));
    }
    return ended;
  }

  /** The thread has ended, nobody else gets in any more. */
  private synchronized void finish() {
    if (closed) {
      return;
    }
    closed = true;
    takers.forEach(RclTaker::finish);
    publishers.forEach(RclPublisher::finish);
    waitSet.finish();
    node.finish();
  }

  private void dropShutdownHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The process ends: the hook itself runs, or is too late to do harm.
    }
  }
}
