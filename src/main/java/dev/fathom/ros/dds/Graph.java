package dev.fathom.ros.dds;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.ros.Endpoint;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Topic;
import dev.fathom.ros.dds.rtps.DiscoveredEndpoint;
import dev.fathom.ros.dds.rtps.Discovery;
import dev.fathom.ros.dds.rtps.Guid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the others, and tells them of itself: the topic {@code
 * ros_discovery_info}. Threads: any; {@link #publishChanges} on one.
 */
final class Graph {
  private static final int LATEST = 1;
  private static final int MANY = 100;
  private static final int MOST_COMPLAINTS = 1000;

  private final String node;
  private final Consumer<String> notices;
  private final NodeDirectory others = new NodeDirectory();
  private final Set<Guid> complainedOf = new HashSet<>();
  private @Nullable Discovery discovery;
  private List<DiscoveredEndpoint> checked = List.of();
  private @Nullable Guid self;
  private @Nullable DdsPublisher publisher;
  private @Nullable DdsSubscription subscription;
  private final News<ParticipantEntities> news = new News<>();

  Graph(String node, Consumer<String> notices) {
    this.node = node;
    this.notices = notices;
  }

  /** Begins to listen and to tell; {@code newDiscovery} is null where nobody is to be found. */
  void open(DdsParticipant participant, TakeThread taker, @Nullable Discovery newDiscovery) {
    discovery = newDiscovery;
    self = participant.guid();
    others.passOver(self);
    publisher = new DdsPublisher(participant, discoveryTopic(LATEST), gone -> {});
    subscription =
        new DdsSubscription(participant, discoveryTopic(MANY), new Listening(), taker, gone -> {});
    taker.add(subscription);
    changed(List.of(), List.of());
  }

  /** The topic on which participants say whose nodes they are. */
  static Topic discoveryTopic(int depth) {
    QosProfile qos = QosProfile.transientLocal(depth);
    QosProfile bare =
        new QosProfile(
            qos.history(),
            qos.depth(),
            qos.reliability(),
            qos.durability(),
            qos.deadlineNanos(),
            qos.lifespanNanos(),
            qos.liveliness(),
            qos.livelinessLeaseNanos(),
            true);
    return new Topic("/" + DdsNames.DISCOVERY_TOPIC, DdsNames.DISCOVERY_TYPE, bare, Topic.SMALL);
  }

  /** Our endpoints are these now; of several calls at once the last has the newest lists. */
  synchronized void changed(List<DdsPublisher> publishers, List<DdsSubscription> subscriptions) {
    Guid own = self;
    if (own == null) {
      return;
    }
    List<Guid> readers = subscriptions.stream().map(DdsSubscription::guid).toList();
    List<Guid> writers = publishers.stream().map(DdsPublisher::guid).toList();
    news.put(
        new ParticipantEntities(own, List.of(ParticipantEntities.Node.of(node, readers, writers))));
  }

  /** Tells the others if something changed. */
  void publishChanges() {
    DdsPublisher to = publisher;
    if (to != null) {
      news.tell(
          latest -> {
            byte[] bytes = latest.encode(others.guidBytes());
            to.publish(bytes, 0, bytes.length);
          });
    }
  }

  /** A participant is gone. Threads: the middleware's. */
  void participantLeft(Guid participant) {
    if (others.forget(participant)) {
      news.again();
    }
  }

  /** Hears what discovery brings, and says what cannot work. Threads: the take thread. */
  void lookAround(List<DdsPublisher> publishers, List<DdsSubscription> subscriptions) {
    if (discovery == null) {
      return;
    }
    discovery.poll();
    List<DiscoveredEndpoint> latest = discovery.endpoints();
    if (latest != checked) {
      checked = latest;
      for (DiscoveredEndpoint endpoint : latest) {
        if (isOurs(endpoint.guid())) {
          continue;
        }
        if (endpoint.isWriter()) {
          subscriptions.forEach(own -> checkType(own.madeFor(), endpoint));
        } else {
          publishers.forEach(own -> checkType(own.madeFor(), endpoint));
        }
      }
    }
  }

  /**
   * DDS does not connect endpoints of different types, and does not say so.
   *
   * @param endpoint stands opposite to our own one
   */
  private void checkType(Topic own, DiscoveredEndpoint endpoint) {
    String type = DdsNames.rosType(endpoint.type());
    if (own.name().equals(DdsNames.rosName(endpoint.topic()))
        && !own.type().equals(type)
        && complainedOf.size() < MOST_COMPLAINTS
        && complainedOf.add(endpoint.guid())) {
      String node = others.nodeOf(endpoint.guid());
      notices.accept(
          "dds: topic "
              + own.name()
              + ": type "
              + own.type()
              + " expected, found "
              + type
              + (endpoint.isWriter() ? " published by " : " subscribed to by ")
              + (node.isEmpty() ? "an unknown node" : node));
    }
  }

  /** Adds the endpoints of others on a topic: those that publish, or those that subscribe. */
  void addOthers(String topic, boolean writers, List<Endpoint> found) {
    if (discovery == null) {
      return;
    }
    for (DiscoveredEndpoint endpoint : discovery.endpoints()) {
      if (endpoint.isWriter() == writers
          && !isOurs(endpoint.guid())
          && topic.equals(DdsNames.rosName(endpoint.topic()))) {
        found.add(
            new Endpoint(
                others.nodeOf(endpoint.guid()), DdsNames.rosType(endpoint.type()), endpoint.qos()));
      }
    }
  }

  private boolean isOurs(Guid endpoint) {
    return self != null && self.sameParticipant(endpoint);
  }

  /** The absolute names of all nodes, ours included. */
  List<String> nodes() {
    Set<String> names = new TreeSet<>(others.nodes());
    names.add(node);
    return new ArrayList<>(names);
  }

  /** Waits without limit where the library hangs. */
  void close() {
    if (discovery != null) {
      discovery.close();
    }
    if (publisher != null) {
      publisher.end();
    }
    if (subscription != null) {
      subscription.end();
    }
  }

  /** What other participants say of themselves. */
  private final class Listening implements Intake {
    private byte[] bytes = new byte[Topic.SMALL];

    @Override
    public byte[] room(int length) {
      bytes = length <= bytes.length ? bytes : new byte[length];
      return bytes;
    }

    @Override
    public void arrived(byte[] message, int length, long receivedNanos) {
      try {
        if (others.accept(message, length)) {
          news.again();
        }
      } catch (MalformedDataException e) {
        refused(e.reason());
      }
    }

    @Override
    public void refused(String reason) {
      notices.accept("dds: " + DdsNames.DISCOVERY_TOPIC + ": a message was refused: " + reason);
    }
  }
}
