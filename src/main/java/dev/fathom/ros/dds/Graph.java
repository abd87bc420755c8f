package dev.fathom.ros.dds;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Liveliness;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.ros.Endpoint;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the others, and tells them of itself: the topic {@code
 * ros_discovery_info}. Threads: any; {@link #publishChanges} on one.
 */
final class Graph {
  private static final int LATEST = 1;
  private static final int MANY = 100;
  private static final int MOST_MISMATCHES = 256;

  /** An endpoint of ours and what it and somebody's do not agree on. */
  private record Difference(Guid own, Guid reader, LogLine.Policy policy) {}

  private final String node;
  private final Consumer<String> notices;
  private final NodeDirectory others = new NodeDirectory();
  private final Set<Difference> differences = new CopyOnWriteArraySet<>();
  private @Nullable Guid self;
  private @Nullable DdsPublisher publisher;
  private @Nullable DdsSubscription subscription;
  private @Nullable ParticipantEntities published;
  private volatile @Nullable ParticipantEntities news;

  Graph(String node, Consumer<String> notices) {
    this.node = node;
    this.notices = notices;
  }

  void open(DdsParticipant participant, TakeThread taker) {
    self = participant.guid();
    publisher = new DdsPublisher(participant, discoveryTopic(LATEST), gone -> {});
    subscription =
        new DdsSubscription(participant, discoveryTopic(MANY), new Listening(), taker, gone -> {});
    taker.add(subscription);
    changed(List.of(), List.of());
  }

  private static Topic discoveryTopic(int depth) {
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

  /** Our endpoints are these now. */
  void changed(List<DdsPublisher> publishers, List<DdsSubscription> subscriptions) {
    Guid own = self;
    if (own == null) {
      return;
    }
    List<Guid> readers = subscriptions.stream().map(DdsSubscription::guid).toList();
    List<Guid> writers = publishers.stream().map(DdsPublisher::guid).toList();
    differences.removeIf(
        difference -> !readers.contains(difference.own) && !writers.contains(difference.own));
    news =
        new ParticipantEntities(
            own, List.of(ParticipantEntities.Node.of(node, readers, writers)));
  }

  /** Tells the others if something changed. */
  void publishChanges() {
    ParticipantEntities latest = news;
    DdsPublisher to = publisher;
    if (latest != null && to != null) {
      news = null;
      byte[] bytes = latest.encode(others.guidBytes());
      published = latest;
      to.publish(bytes, 0, bytes.length);
    }
  }

  /** A participant is gone. Threads: the middleware's. */
  void participantLeft(Guid participant) {
    others.forget(participant);
    differences.removeIf(difference -> difference.reader.sameParticipant(participant));
  }

  /** The library saw a reader and a writer that do not match; one of them is ours. */
  void accept(
      LogLine.Mismatch mismatch,
      List<DdsPublisher> publishers,
      List<DdsSubscription> subscriptions) {
    if (differences.size() >= MOST_MISMATCHES) {
      return;
    }
    for (DdsSubscription own : subscriptions) {
      if (own.guid().equals(mismatch.reader())) {
        differences.add(new Difference(own.guid(), own.guid(), mismatch.policy()));
      }
    }
    for (DdsPublisher own : publishers) {
      if (own.ddsTopic().equals(mismatch.topic())) {
        differences.add(new Difference(own.guid(), mismatch.reader(), mismatch.policy()));
      }
    }
  }

  /** Adds the publishers that a subscription of ours matches, and one for each it does not. */
  void addPublishers(DdsSubscription own, List<Endpoint> found) {
    QosProfile asked = own.madeFor().qos();
    boolean reliable = asked.reliability() == Reliability.RELIABLE;
    boolean durable = asked.durability() == Durability.TRANSIENT_LOCAL;
    QosProfile offered =
        known(
            reliable ? Reliability.RELIABLE : Reliability.UNKNOWN,
            durable ? Durability.TRANSIENT_LOCAL : Durability.UNKNOWN);
    for (Guid writer : own.matched()) {
      if (!isOurs(writer)) {
        found.add(new Endpoint(others.nodeOf(writer), own.madeFor().type(), offered));
      }
    }
    for (Difference difference : differences) {
      if (difference.own.equals(own.guid())) {
        found.add(new Endpoint("", own.madeFor().type(), lacking(difference.policy)));
      }
    }
  }

  /** Likewise for the subscribers of a publisher of ours. */
  void addSubscribers(DdsPublisher own, List<Endpoint> found) {
    QosProfile offered = own.madeFor().qos();
    boolean bestEffort = offered.reliability() == Reliability.BEST_EFFORT;
    boolean shortLived = offered.durability() != Durability.TRANSIENT_LOCAL;
    QosProfile asked =
        known(
            bestEffort ? Reliability.BEST_EFFORT : Reliability.UNKNOWN,
            shortLived ? Durability.VOLATILE : Durability.UNKNOWN);
    for (Guid reader : own.matched()) {
      if (!isOurs(reader)) {
        found.add(new Endpoint(others.nodeOf(reader), own.madeFor().type(), asked));
      }
    }
    for (Difference difference : differences) {
      if (difference.own.equals(own.guid())) {
        String reader = others.nodeOf(difference.reader);
        found.add(new Endpoint(reader, own.madeFor().type(), demanding(difference.policy)));
      }
    }
  }

  private boolean isOurs(Guid endpoint) {
    return self != null && self.sameParticipant(endpoint);
  }

  private static QosProfile lacking(LogLine.Policy policy) {
    return known(
        policy == LogLine.Policy.RELIABILITY ? Reliability.BEST_EFFORT : Reliability.UNKNOWN,
        policy == LogLine.Policy.DURABILITY ? Durability.VOLATILE : Durability.UNKNOWN);
  }

  private static QosProfile demanding(LogLine.Policy policy) {
    return known(
        policy == LogLine.Policy.RELIABILITY ? Reliability.RELIABLE : Reliability.UNKNOWN,
        policy == LogLine.Policy.DURABILITY ? Durability.TRANSIENT_LOCAL : Durability.UNKNOWN);
  }

  private static QosProfile known(Reliability reliability, Durability durability) {
    return new QosProfile(
        History.UNKNOWN, 0, reliability, durability, 0, 0, Liveliness.UNKNOWN, 0, false);
  }

  /** The absolute names of all nodes, ours included. */
  List<String> nodes() {
    Set<String> names = new TreeSet<>(others.nodes());
    names.add(node);
    return new ArrayList<>(names);
  }

  void close() {
    if (publisher != null) {
      publisher.close();
    }
    if (subscription != null) {
      subscription.close();
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
          news = published;
        }
      } catch (MalformedDataException e) {
        refused(e.getMessage());
      }
    }

    @Override
    public void refused(String reason) {
      notices.accept("dds: " + DdsNames.DISCOVERY_TOPIC + ": a message was refused: " + reason);
    }
  }
}
