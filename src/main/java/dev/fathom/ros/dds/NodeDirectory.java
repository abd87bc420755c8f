package dev.fathom.ros.dds;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.ros.dds.rtps.Guid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The nodes of other participants, as {@code ros_discovery_info} tells. Threads: any. */
final class NodeDirectory {
  /** More than this from one domain is no robot but an attack on the memory. */
  private static final int MOST_PARTICIPANTS = 4096;

  private final Map<Guid, ParticipantEntities> participants = new HashMap<>();
  private final Set<Guid> olderForm = new HashSet<>();
  private final Set<Guid> newerForm = new HashSet<>();
  private @Nullable Guid self;

  /** Passes over what this participant says: middlewares hand us our own messages, too. */
  synchronized void passOver(Guid ownParticipant) {
    self = ownParticipant;
  }

  /**
   * Takes a message in.
   *
   * @return whether this changes in which form we should publish
   * @throws MalformedDataException if it is none in either form
   */
  synchronized boolean accept(byte[] bytes, int length) {
    int before = guidBytes();
    ParticipantEntities entities = tolerant(bytes, length);
    boolean old = entities != null;
    if (entities == null) {
      entities = ParticipantEntities.decode(bytes, length, ParticipantEntities.BYTES_SINCE_IRON);
    }
    Guid participant = entities.participant();
    boolean room = participants.size() < MOST_PARTICIPANTS || participants.containsKey(participant);
    if (!room || participant.equals(self)) {
      return false;
    }
    participants.put(participant, entities);
    olderForm.remove(participant);
    newerForm.remove(participant);
    if (!ParticipantEntities.readsBothForms(bytes, length)) {
      (old ? olderForm : newerForm).add(participant);
    }
    return guidBytes() != before;
  }

  private static @Nullable ParticipantEntities tolerant(byte[] bytes, int length) {
    try {
      return ParticipantEntities.decode(bytes, length, ParticipantEntities.BYTES_UP_TO_HUMBLE);
    } catch (MalformedDataException e) {
      return null;
    }
  }

  /** The form to publish in: the newer one only where nobody needs the older. */
  synchronized int guidBytes() {
    return olderForm.isEmpty() && !newerForm.isEmpty()
        ? ParticipantEntities.BYTES_SINCE_IRON
        : ParticipantEntities.BYTES_UP_TO_HUMBLE;
  }

  /** Forgets a participant; says whether this changes in which form we should publish. */
  synchronized boolean forget(Guid participant) {
    int before = guidBytes();
    participants.remove(participant);
    olderForm.remove(participant);
    newerForm.remove(participant);
    return guidBytes() != before;
  }

  /** The absolute name of the node that an endpoint belongs to; empty where nobody says. */
  synchronized String nodeOf(Guid endpoint) {
    for (ParticipantEntities entities : participants.values()) {
      if (!entities.participant().sameParticipant(endpoint)) {
        continue;
      }
      for (ParticipantEntities.Node node : entities.nodes()) {
        if (node.readers().contains(endpoint) || node.writers().contains(endpoint)) {
          return node.fullName();
        }
      }
    }
    return "";
  }

  /** The absolute names of all nodes heard of. */
  synchronized Set<String> nodes() {
    Set<String> names = new TreeSet<>();
    for (ParticipantEntities entities : participants.values()) {
      entities.nodes().forEach(node -> names.add(node.fullName()));
    }
    return names;
  }
}
