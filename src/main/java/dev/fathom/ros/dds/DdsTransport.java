package dev.fathom.ros.dds;

import dev.fathom.ros.Endpoint;
import dev.fathom.ros.Intake;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Rosout;
import dev.fathom.ros.Service;
import dev.fathom.ros.ServiceHandler;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.arguments.NodeNames;
import dev.fathom.ros.dds.rtps.Discovery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node over Fast DDS, where no ROS 2 is installed.
 *
 * <p>Topics only. A ROS service's answer carries the identity of its request, which this library's
 * Java layer cannot set on writing; parameters come from files and options here.
 *
 * <p>The graph comes from a listener of its own ({@link Discovery}), since the library's Java layer
 * tells nothing of endpoints that do not match; the names of nodes from {@code ros_discovery_info}.
 *
 * <p>Threads: as {@link Transport} says. The middleware has some of its own, which only wake ours.
 */
public final class DdsTransport implements Transport {
  private final NodeNames names;
  private final DdsOptions options;
  private final Consumer<String> notices;
  private final DdsParticipant participant;
  private final TakeThread taker;
  private final Thread hook = new Thread(this::close, "fathom-dds-stop");
  private final List<DdsPublisher> publishers = new CopyOnWriteArrayList<>();
  private final List<DdsSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final LogWatch logWatch;
  private final Graph graph;
  private final Renewal renewal;
  private final Rosout rosout;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DdsTransport(NodeNames names, DdsOptions options, Consumer<String> notices) {
    this.names = names;
    this.options = options;
    this.notices = notices;
    logWatch = new LogWatch(notices);
    graph = new Graph(node(), notices);
    renewal = new Renewal(this::endpointsChanged, notices);
    participant = new DdsParticipant(node(), options, graph::participantLeft);
    taker = new TakeThread("fathom-dds", this::lookAround, notices);
    rosout = new Rosout(node());
  }

  /**
   * Joins a domain as one node.
   *
   * @param names the node's name, and how topics' names become absolute
   * @param options the domain, and how far to look for others
   * @param notices gets one line for each thing somebody should know
   * @throws TransportException if there is no library for this machine, or the domain cannot be
   *     joined
   */
  public static DdsTransport open(NodeNames names, DdsOptions options, Consumer<String> notices) {
    return open(names, options, true, notices);
  }

  /**
   * The same, where {@code rosoutLogs} says whether the log goes to {@code /rosout}.
   *
   * @throws TransportException as the other
   */
  public static DdsTransport open(
      NodeNames names, DdsOptions options, boolean rosoutLogs, Consumer<String> notices) {
    FastDdsLibrary.load();
    DdsTransport transport = new DdsTransport(names, options, notices);
    boolean started = false;
    try {
      transport.start(rosoutLogs);
      started = true;
    } finally {
      if (!started) {
        transport.close();
      }
    }
    return transport;
  }

  private void start(boolean rosoutLogs) {
    logWatch.open();
    graph.open(participant, taker, discovery());
    taker.start();
    if (rosoutLogs) {
      rosout.open(advertise(Rosout.TOPIC));
    }
    // Threads of the library that call a virtual machine on its way out crash it.
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private @Nullable Discovery discovery() {
    DiscoveryRange range = options.range();
    if (range == DiscoveryRange.OFF) {
      return null;
    }
    boolean localhost = range == DiscoveryRange.LOCALHOST;
    List<String> machines = new ArrayList<>(options.staticPeers());
    machines.add("127.0.0.1");
    try {
      return new Discovery(
          options.domain(), localhost && machines.size() == 1, !localhost, machines);
    } catch (IOException e) {
      notices.accept("dds: the graph stays unknown: " + e.getMessage());
      return null;
    }
  }

  @Override
  public String name() {
    return "dds";
  }

  @Override
  public String node() {
    return names.node().full();
  }

  @Override
  public String resolve(String name) {
    return names.topic(name);
  }

  @Override
  public synchronized Publisher advertise(Topic topic) {
    checkOpen();
    DdsPublisher publisher =
        new DdsPublisher(participant, topic.named(resolve(topic.name())), this::forget);
    publishers.add(publisher);
    endpointsChanged();
    return publisher;
  }

  @Override
  public synchronized Subscription subscribe(Topic topic, Intake intake) {
    checkOpen();
    DdsSubscription subscription =
        new DdsSubscription(
            participant, topic.named(resolve(topic.name())), intake, taker, this::forget);
    subscriptions.add(subscription);
    taker.add(subscription);
    endpointsChanged();
    return subscription;
  }

  private void endpointsChanged() {
    graph.changed(publishers, subscriptions);
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("dds: the transport of " + node() + " is closed");
    }
  }

  private void forget(DdsPublisher publisher) {
    publishers.remove(publisher);
    endpointsChanged();
  }

  private void forget(DdsSubscription subscription) {
    subscriptions.remove(subscription);
    endpointsChanged();
  }

  @Override
  public boolean offersServices() {
    return false;
  }

  @Override
  public Service serve(String name, String type, ServiceHandler handler, Executor executor) {
    throw new UnsupportedOperationException("dds: " + name + ": services need transport:=rcl");
  }

  @Override
  public List<Endpoint> publishers(String topic) {
    List<Endpoint> found = new ArrayList<>();
    String absolute = resolve(topic);
    for (DdsPublisher own : publishers) {
      if (own.topic().equals(absolute)) {
        found.add(new Endpoint(node(), own.madeFor().type(), own.madeFor().qos()));
      }
    }
    graph.addOthers(absolute, true, found);
    return found;
  }

  @Override
  public List<Endpoint> subscribers(String topic) {
    List<Endpoint> found = new ArrayList<>();
    String absolute = resolve(topic);
    for (DdsSubscription own : subscriptions) {
      if (own.topic().equals(absolute)) {
        found.add(new Endpoint(node(), own.madeFor().type(), own.madeFor().qos()));
      }
    }
    graph.addOthers(absolute, false, found);
    return found;
  }

  /** The absolute names of the nodes in this domain, this one included. */
  public List<String> nodes() {
    return graph.nodes();
  }

  @Override
  public boolean log(LogLevel level, String line) {
    rosout.say(level, line);
    return false;
  }

  /** Runs on the take thread, some twenty times a second. */
  private void lookAround() {
    logWatch.look(subscriptions);
    graph.lookAround(publishers, subscriptions);
    graph.publishChanges();
    renewal.look(subscriptions, System.nanoTime());
  }

  /** Called by an intake of this node, it does not wait for the end, which comes after that. */
  @Override
  public void close() {
    close(TimeLimit.CLOSE_NANOS);
  }

  void close(long mostNanos) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    taker.stop();
    Thread teardown = TimeLimit.start("fathom-dds-close", this::tearDown);
    if (!taker.isCurrent() && !TimeLimit.endsWithin(teardown, mostNanos)) {
      notices.accept("dds: Fast DDS does not end; its threads are left behind");
    }
    logWatch.close();
    if (Thread.currentThread() != hook) {
      removeHook();
    }
  }

  /** All that enters the library or waits for somebody in there: nothing goes that is in use. */
  private void tearDown() {
    taker.awaitEnd();
    rosout.close();
    renewal.awaitEnd();
    List<DdsPublisher> writers;
    List<DdsSubscription> readers;
    synchronized (this) {
      // After one that was being made; none is any more.
      writers = List.copyOf(publishers);
      readers = List.copyOf(subscriptions);
    }
    writers.forEach(DdsPublisher::end);
    readers.forEach(DdsSubscription::end);
    graph.close();
    participant.close();
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The virtual machine is ending; the hook finds this closed.
    }
  }
}
