package dev.fathom.ros;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * One ROS 2 node on a middleware. Messages go in and out as CDR with their encapsulation header, so
 * that nothing above knows which middleware it is.
 *
 * <p>Threads: a transport owns one thread, which takes messages and requests and calls {@link
 * Intake}s and {@link ServiceHandler}s; they must return at once, or bring an executor of their
 * own. All methods may be called from any thread. {@link #close} returns when that thread has ended
 * and every endpoint is gone.
 */
public interface Transport extends AutoCloseable {
  /** What fulfils it: {@code rcl}, {@code dds} or {@code rcljava}. */
  String name();

  /** The node's name after remapping, such as {@code /robot/fathom}. */
  String node();

  /**
   * The absolute name of a topic or service: relative names stand in the node's namespace, {@code
   * ~/} in the node itself, and remappings are applied.
   *
   * @throws IllegalArgumentException if it is not a name in ROS
   */
  String resolve(String name);

  /**
   * Makes a publisher; its name is resolved.
   *
   * @throws TransportException if the middleware refuses, with the topic, the type and the reason
   */
  Publisher advertise(Topic topic);

  /** Makes a subscription, likewise. */
  Subscription subscribe(Topic topic, Intake intake);

  /** Whether {@link #serve} is possible. */
  boolean offersServices();

  /**
   * Offers a service whose handler runs on the transport's thread and returns at once.
   *
   * @param name is resolved
   * @param type such as {@code rcl_interfaces/srv/GetParameters}
   * @throws UnsupportedOperationException where {@link #offersServices} is false
   */
  default Service serve(String name, String type, ServiceHandler handler) {
    return serve(name, type, handler, Runnable::run);
  }

  /**
   * The same with a handler that may take its time: messages and other requests go on meanwhile.
   *
   * @param executor runs the handler; the response goes out when it is done, and a request that the
   *     executor rejects is not answered
   */
  Service serve(String name, String type, ServiceHandler handler, Executor executor);

  /** Who publishes a topic in the whole graph, this node included. */
  List<Endpoint> publishers(String topic);

  /** Who subscribes to a topic in the whole graph, this node included. */
  List<Endpoint> subscribers(String topic);

  /**
   * Says a line in the node's name on {@code /rosout}.
   *
   * @return whether the middleware wrote it to the console and the log file too, as rcl does
   */
  boolean log(LogLevel level, String line);

  @Override
  void close();
}
