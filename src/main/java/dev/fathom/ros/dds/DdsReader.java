package dev.fathom.ros.dds;

import dev.fathom.ros.Topic;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.dds.rtps.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import us.ihmc.rtps.impl.fastRTPS.NativeSubscriberImpl;
import us.ihmc.rtps.impl.fastRTPS.NativeSubscriberListener;
import us.ihmc.rtps.impl.fastRTPS.SampleInfoMarshaller;

/** Fast DDS's reader of one topic, and whom it hears. Threads: one at a time, as its owner says. */
final class DdsReader {
  private static final int MATCHED = 0;

  private final Set<Guid> writers = ConcurrentHashMap.newKeySet();
  private final Runnable news;
  // The library holds it weakly: kept here until the reader is gone.
  private final NativeSubscriberListener listener = new Listener();
  private final NativeSubscriberImpl reader;
  private final Guid guid;

  /**
   * Makes it.
   *
   * @param topic its name is absolute, its type known to the participant
   * @param profile the topic's
   * @param news runs when something came, on a thread of the library's
   * @throws TransportException if the library refuses
   */
  DdsReader(DdsParticipant participant, Topic topic, ProfileXml profile, Runnable news) {
    this.news = news;
    try {
      reader = new NativeSubscriberImpl(participant.nativeParticipant(), listener);
    } catch (IOException e) {
      listener.delete();
      throw new TransportException("topic " + topic.name() + ": " + e.getMessage(), e);
    }
    if (!reader.createSubscriber(profile.name(), profile.text(), profile.text().length())) {
      delete();
      throw new TransportException(
          "topic " + topic.name() + ": Fast DDS refuses a reader of " + topic.type());
    }
    guid = new Guid(reader.getGuidHigh(), reader.getGuidLow());
  }

  Guid guid() {
    return guid;
  }

  /** How many writers match. Threads: any. */
  int writers() {
    return writers.size();
  }

  /** How many samples are there. */
  long unread() {
    return reader.getUnreadCount();
  }

  /** Takes one; taking from an empty reader would be logged as an error. */
  boolean take(int capacity, ByteBuffer bytes, SampleInfoMarshaller info) {
    return reader.takeNextData(capacity, bytes, info);
  }

  /** Ends it; not to be used then. */
  void delete() {
    reader.delete();
    listener.delete();
    writers.clear();
  }

  private final class Listener extends NativeSubscriberListener {
    @Override
    public void onNewDataMessage() {
      news.run();
    }

    @Override
    public void onSubscriptionMatched(int status, long guidHigh, long guidLow) {
      Guid writer = new Guid(guidHigh, guidLow);
      if (status == MATCHED) {
        writers.add(writer);
      } else {
        writers.remove(writer);
      }
    }
  }
}
