package dev.fathom.ros.rcljava;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A node of rcljava's; see the package.
 *
 * <p>Names are resolved here, as in {@code dds}, and rcljava is given absolute ones. All nodes of a
 * process share rcljava's default context, the only one that its executors wait in.
 */
public final class RcljavaTransport implements Transport {
  /** How many nodes are open in the context; guarded by the class. */
  private static int nodesOpen;

  private final JavaWorkspace workspace;
  private final NodeNames names;
  private final JavaObject node;
  private final SpinThread thread;
  private final Rosout rosout;
  private final Thread shutdownHook = new Thread(this::close, "rcljava shutdown");
  private final List<RcljavaPublisher> publishers = new CopyOnWriteArrayList<>();
  private final List<RcljavaSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private boolean closed;

  private RcljavaTransport(JavaWorkspace workspace, NodeNames names, Consumer<String> notices) {
    this.workspace = workspace;
    this.names = names;
    this.node = openNode(workspace, names);
    this.thread = new SpinThread(node(), this::executor, notices);
    this.rosout = new Rosout(node());
  }

  /**
   * Opens a node.
   *
   * @param names the node's name, and how topics' names become absolute
   * @param environment names the sourced workspaces
   * @param rosoutLogs whether the log goes to {@code /rosout}
   * @param notices gets one line for each thing somebody should know
   * @throws TransportException if rcljava or a piece of it is missing, with what to do
   */
  public static RcljavaTransport open(
      NodeNames names,
      Map<String, String> environment,
      boolean rosoutLogs,
      Consumer<String> notices) {
    JavaWorkspace workspace = JavaWorkspace.of(environment);
    RcljavaTransport transport = new RcljavaTransport(workspace, names, notices);
    Runtime.getRuntime().addShutdownHook(transport.shutdownHook);
    try {
      if (rosoutLogs) {
        transport.rosout.open(transport.advertise(Rosout.TOPIC));
      }
    } catch (RuntimeException e) {
      transport.close();
      throw e;
    }
    return transport;
  }

  /** Why there is no rcljava in an environment, in one line; empty if there is. */
  public static Optional<String> missing(Map<String, String> environment) {
    try {
      JavaWorkspace unused = JavaWorkspace.of(environment);
      return Optional.empty();
    } catch (TransportException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static JavaObject openNode(JavaWorkspace workspace, NodeNames names) {
    synchronized (RcljavaTransport.class) {
      Class<?> rcljava = workspace.rcljava("RCLJava");
      if (nodesOpen == 0) {
        Object unused = JavaObject.callStaticVoid(rcljava, "rclJavaInit");
      }
      JavaObject options = workspace.make("node.NodeOptions");
      Object unused = options.callVoid("setEnableRosout", false);
      JavaObject node =
          new JavaObject(
              JavaObject.callStatic(
                  rcljava,
                  "createNode",
                  names.node().name(),
                  names.node().namespace(),
                  JavaObject.callStatic(rcljava, "getDefaultContext"),
                  options.object()));
      nodesOpen++;
      return node;
    }
  }

  private JavaObject executor() {
    JavaObject executor = workspace.make("executors.SingleThreadedExecutor");
    Object composable = workspace.proxy("node.ComposableNode", "getNode", none -> node.object());
    Object unused = executor.callVoid("addNode", composable);
    return executor;
  }

  @Override
  public String name() {
    return "rcljava";
  }

  @Override
  public String node() {
    return names.node().full();
  }

  @Override
  public String resolve(String name) {
    return names.topic(name);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the node " + node() + " is closed");
    }
  }

  @Override
  public synchronized Publisher advertise(Topic topic) {
    requireOpen();
    RcljavaPublisher publisher =
        new RcljavaPublisher(
            workspace, node, topic.named(resolve(topic.name())), publishers::remove);
    publishers.add(publisher);
    return publisher;
  }

  @Override
  public Subscription subscribe(Topic topic, Intake intake) {
    Topic absolute = topic.named(resolve(topic.name()));
    return thread.add(
        () -> {
          RcljavaSubscription made =
              new RcljavaSubscription(workspace, node, absolute, intake, this::close);
          subscriptions.add(made);
          return made;
        });
  }

  private void close(RcljavaSubscription subscription) {
    if (subscriptions.remove(subscription)) {
      thread.remove(subscription);
    }
  }

  @Override
  public boolean offersServices() {
    return false;
  }

  @Override
  public Service serve(String name, String type, ServiceHandler handler, Executor executor) {
    throw new UnsupportedOperationException("rcljava: " + name + ": services need transport:=rcl");
  }

  @Override
  public synchronized List<Endpoint> publishers(String topic) {
    requireOpen();
    return endpoints("getPublishersInfo", topic);
  }

  @Override
  public synchronized List<Endpoint> subscribers(String topic) {
    requireOpen();
    return endpoints("getSubscriptionsInfo", topic);
  }

  private List<Endpoint> endpoints(String method, String topic) {
    List<Endpoint> found = new ArrayList<>();
    for (Object info : (Collection<?>) node.call(method, resolve(topic))) {
      JavaObject each = new JavaObject(info);
      String namespace = (String) each.field("nodeNamespace");
      String full = namespace + (namespace.endsWith("/") ? "" : "/") + each.field("nodeName");
      found.add(
          new Endpoint(full, (String) each.field("topicType"), RcljavaQos.of(each.field("qos"))));
    }
    return found;
  }

  @Override
  public boolean log(LogLevel level, String line) {
    rosout.say(level, line);
    return false;
  }

  @Override
  public void close() {
    if (thread.isCurrent()) {
      throw new IllegalStateException("a handler of " + node() + " cannot close its transport");
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    rosout.close();
    thread.stop();
    subscriptions.forEach(RcljavaSubscription::finish);
    publishers.forEach(RcljavaPublisher::finish);
    closeNode();
    dropShutdownHook();
  }

  private void closeNode() {
    synchronized (RcljavaTransport.class) {
      Object unused = node.callVoid("dispose");
      if (--nodesOpen == 0) {
        unused = JavaObject.callStaticVoid(workspace.rcljava("RCLJava"), "shutdown");
      }
    }
  }

  private void dropShutdownHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The process ends: the hook itself runs, or is too late to do harm.
    }
  }
}
