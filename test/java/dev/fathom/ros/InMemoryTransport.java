package dev.fathom.ros;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Log;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.arguments.NodeNames;
import dev.fathom.ros.arguments.RosArguments;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A middleware inside one JVM: nodes of one {@link Graph} reach each other. Each has one thread, as
 * {@link Transport} wants it; quality of service decides who matches and who gets earlier messages.
 */
public final class InMemoryTransport implements Transport {
  private static final long PATIENCE_SECONDS = 10;

  /** What nodes of one domain share. */
  public static final class Graph {
    private final List<Writer> writers = new CopyOnWriteArrayList<>();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final Map<String, Served> services = new HashMap<>();
    private boolean withoutServices;
    private final Map<String, CountDownLatch> stalled = new ConcurrentHashMap<>();

    /** Whoever publishes this waits until the latch opens, as for a reliable subscriber. */
    public void stall(String topic, CountDownLatch until) {
      stalled.put(topic, until);
    }

    /** A graph whose nodes cannot offer services, as over plain DDS. */
    public static Graph withoutServices() {
      Graph graph = new Graph();
      graph.withoutServices = true;
      return graph;
    }
  }

  private final Graph graph;
  private final NodeNames names;
  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final Writer rosout;
  private volatile boolean closed;
  private volatile boolean killed;
  private final List<String> problems = new CopyOnWriteArrayList<>();

  public InMemoryTransport(Graph graph, String name) {
    this(graph, RosArguments.none().names("/", name));
  }

  public InMemoryTransport(Graph graph, NodeNames names) {
    this(graph, names, true);
  }

  public InMemoryTransport(Graph graph, NodeNames names, boolean rosoutLogs) {
    this.graph = graph;
    this.names = names;
    this.thread = new Thread(this::run, "in-memory " + names.node().full());
    thread.setDaemon(true);
    thread.start();
    this.rosout =
        new Writer(
            this,
            "/rosout",
            new Topic(
                "/rosout", "rcl_interfaces/msg/Log", QosProfile.transientLocal(1000), Topic.SMALL));
    if (rosoutLogs) {
      synchronized (graph) {
        graph.writers.add(rosout);
      }
    }
  }

  private void run() {
    while (!closed) {
      try {
        work.take().run();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
  }

  /** As if its process were killed: nothing matches any more, but the graph goes on to list it. */
  public void kill() {
    killed = true;
  }

  /** What intakes and handlers threw, by message. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Returns when everything that has been sent to this node has been taken. */
  public void drain() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    work.add(() -> done.complete(null));
    await(done);
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls a service by its absolute name, as a client anywhere in the graph would. */
  public static <A extends Record, B extends Record> B call(
      Graph graph, String service, A request, Class<B> response) {
    @SuppressWarnings("unchecked")
    MessageCodec<A> codec = MessageCodec.of((Class<A>) request.getClass());
    CdrBuffer out = new CdrBuffer();
    codec.encode(request, out);
    byte[] answer = call(graph, service, out.toArray());
    if (answer == null) {
      throw new IllegalStateException(service + " gave no answer");
    }
    return MessageCodec.of(response).decode(answer);
  }

  /** Likewise with bytes; null where nobody answers. */
  public static byte @Nullable [] call(Graph graph, String service, byte[] request) {
    return await(ask(graph, service, request));
  }

  /** Likewise, without waiting: the request has reached the node, its answer will come. */
  public static CompletableFuture<byte @Nullable []> ask(
      Graph graph, String service, byte[] request) {
    Served served;
    synchronized (graph.services) {
      served = graph.services.get(service);
    }
    if (served == null) {
      throw new IllegalStateException("no service " + service + ", only " + graph.services);
    }
    CompletableFuture<byte @Nullable []> answer = new CompletableFuture<>();
    served.owner.work.add(() -> served.executor.execute(() -> served.answer(request, answer)));
    return answer;
  }

  /** The absolute names of the services in a graph, with their types. */
  public static Map<String, String> services(Graph graph) {
    Map<String, String> types = new HashMap<>();
    synchronized (graph.services) {
      graph.services.forEach((name, served) -> types.put(name, served.type));
    }
    return types;
  }

  @Override
  public String name() {
    return "memory";
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
  public Publisher advertise(Topic topic) {
    Writer writer = new Writer(this, names.topic(topic.name()), topic);
    synchronized (graph) {
      graph.writers.add(writer);
    }
    return writer;
  }

  @Override
  public Subscription subscribe(Topic topic, Intake intake) {
    Reader reader = new Reader(this, names.topic(topic.name()), topic, intake);
    synchronized (graph) {
      graph.readers.add(reader);
      graph.writers.stream()
          .filter(writer -> reader.matches(writer) && reader.wantsEarlier())
          .forEach(writer -> writer.kept.forEach(reader::deliver));
    }
    return reader;
  }

  @Override
  public boolean offersServices() {
    return !graph.withoutServices;
  }

  @Override
  public Service serve(String name, String type, ServiceHandler handler, Executor executor) {
    if (graph.withoutServices) {
      throw new UnsupportedOperationException("this graph has no services");
    }
    Served served = new Served(this, names.service(name), type, handler, executor);
    synchronized (graph.services) {
      graph.services.put(served.name, served);
    }
    return served;
  }

  @Override
  public List<Endpoint> publishers(String topic) {
    return graph.writers.stream()
        .filter(writer -> writer.topic.equals(topic))
        .map(writer -> new Endpoint(writer.owner.node(), writer.what.type(), writer.what.qos()))
        .toList();
  }

  @Override
  public List<Endpoint> subscribers(String topic) {
    return graph.readers.stream()
        .filter(reader -> reader.topic.equals(topic))
        .map(reader -> new Endpoint(reader.owner.node(), reader.what.type(), reader.what.qos()))
        .toList();
  }

  @Override
  public boolean log(LogLevel level, String line) {
    CdrBuffer out = new CdrBuffer();
    Log message = new Log(new Time(0, 0), level.severity(), names.node().logger(), line, "", "", 0);
    MessageCodec.of(Log.class).encode(message, out);
    rosout.publish(out.array(), 0, out.length());
    return false;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    graph.writers.removeIf(writer -> writer.owner == this);
    graph.readers.removeIf(reader -> reader.owner == this);
    synchronized (graph.services) {
      graph.services.values().removeIf(served -> served.owner == this);
    }
    closed = true;
    work.add(() -> {});
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Writer implements Publisher {
    private final InMemoryTransport owner;
    private final String topic;
    private final Topic what;
    private final Deque<byte[]> kept = new ArrayDeque<>();

    Writer(InMemoryTransport owner, String topic, Topic what) {
      this.owner = owner;
      this.topic = topic;
      this.what = what;
    }

    @Override
    public String topic() {
      return topic;
    }

    @Override
    public void publish(byte[] bytes, int offset, int length) {
      if (owner.closed) {
        throw new IllegalStateException(topic + " is closed");
      }
      if (length > what.maxBytes()) {
        throw new IllegalArgumentException(
            topic + ": a message of " + length + " bytes, at most " + what.maxBytes());
      }
      if (length < 4 || bytes[offset] != 0 || bytes[offset + 1] != 1) {
        throw new IllegalArgumentException(topic + ": no little-endian CDR");
      }
      if (offset + length > bytes.length) {
        throw new IllegalArgumentException(topic + ": less bytes than " + length);
      }
      CountDownLatch until = owner.graph.stalled.get(topic);
      if (until != null) {
        var unused = Await.latch(until);
      }
      byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
      synchronized (owner.graph) {
        if (what.qos().durability() == Durability.TRANSIENT_LOCAL) {
          kept.add(copy);
          while (kept.size() > what.qos().depth()) {
            kept.remove();
          }
        }
        for (Reader reader : owner.graph.readers) {
          if (reader.matches(this)) {
            reader.deliver(copy);
          }
        }
      }
    }

    @Override
    public int subscribers() {
      return (int) owner.graph.readers.stream().filter(reader -> reader.matches(this)).count();
    }

    @Override
    public void close() {
      owner.graph.writers.remove(this);
    }
  }

  private static final class Reader implements Subscription {
    private final InMemoryTransport owner;
    private final String topic;
    private final Topic what;
    private final Intake intake;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean closed;

    Reader(InMemoryTransport owner, String topic, Topic what, Intake intake) {
      this.owner = owner;
      this.topic = topic;
      this.what = what;
      this.intake = intake;
    }

    boolean matches(Writer writer) {
      QosProfile offered = writer.what.qos();
      QosProfile asked = what.qos();
      boolean reliable =
          asked.reliability() != Reliability.RELIABLE
              || offered.reliability() == Reliability.RELIABLE;
      boolean durable = !wantsEarlier() || offered.durability() == Durability.TRANSIENT_LOCAL;
      return topic.equals(writer.topic)
          && what.type().equals(writer.what.type())
          && reliable
          && durable
          && asked.depth() > 0
          && !owner.killed
          && !writer.owner.killed;
    }

    boolean wantsEarlier() {
      return what.qos().durability() == Durability.TRANSIENT_LOCAL;
    }

    /** Keeps the newest, as many as the history's depth. */
    void deliver(byte[] message) {
      synchronized (waiting) {
        waiting.add(message);
        if (waiting.size() > what.qos().depth()) {
          waiting.remove();
          return;
        }
      }
      owner.work.add(this::take);
    }

    private void take() {
      byte[] message;
      synchronized (waiting) {
        message = waiting.poll();
        if (message == null || closed) {
          return;
        }
      }
      if (message.length > what.maxBytes()) {
        intake.refused(
            topic + ": " + message.length + " bytes, expected at most " + what.maxBytes());
        return;
      }
      try {
        byte[] room = intake.room(message.length);
        if (room != null) {
          System.arraycopy(message, 0, room, 0, message.length);
          intake.arrived(room, message.length, System.nanoTime());
        }
      } catch (RuntimeException | Error e) {
        refuse(topic + ": " + e.getMessage());
      }
    }

    private void refuse(String reason) {
      try {
        intake.refused(reason);
      } catch (RuntimeException | Error e) {
        owner.problems.add(reason);
      }
    }

    @Override
    public String topic() {
      return topic;
    }

    @Override
    public int publishers() {
      return (int) owner.graph.writers.stream().filter(this::matches).count();
    }

    @Override
    public void close() {
      owner.graph.readers.remove(this);
      synchronized (waiting) {
        closed = true;
      }
      if (Thread.currentThread() != owner.thread && !owner.closed) {
        owner.drain();
      }
    }
  }

  private static final class Served implements Service {
    private final InMemoryTransport owner;
    private final String name;
    private final String type;
    private final ServiceHandler handler;
    private final Executor executor;

    Served(
        InMemoryTransport owner,
        String name,
        String type,
        ServiceHandler handler,
        Executor executor) {
      this.owner = owner;
      this.name = name;
      this.type = type;
      this.handler = handler;
      this.executor = executor;
    }

    void answer(byte[] request, CompletableFuture<byte @Nullable []> answer) {
      CdrBuffer response = new CdrBuffer();
      try {
        handler.answer(request, request.length, response);
        answer.complete(response.toArray());
      } catch (MalformedDataException e) {
        owner.problems.add(name + ": " + e.getMessage());
        answer.complete(null);
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void close() {
      synchronized (owner.graph.services) {
        owner.graph.services.remove(name, this);
      }
    }

    @Override
    public String toString() {
      return name + " (" + type + ")";
    }
  }
}
