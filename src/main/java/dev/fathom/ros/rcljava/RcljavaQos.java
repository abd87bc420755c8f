package dev.fathom.ros.rcljava;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Liveliness;
import dev.fathom.bag.QosProfile.Reliability;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Quality of service in rcljava's terms. */
@SuppressWarnings("EnumOrdinal") // QosProfile's policies stand in rmw's order and say so.
final class RcljavaQos {
  private static final long MOST_SECONDS = TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE);

  private RcljavaQos() {}

  /** What rcljava is to be asked for. */
  static Object of(QosProfile qos, JavaWorkspace workspace) {
    Class<?> type = workspace.rcljava("qos.QoSProfile");
    JavaObject profile =
        new JavaObject(JavaObject.callStatic(type, "keepLast", Math.max(1, qos.depth())));
    set(profile, "History", qos.history().ordinal(), workspace);
    set(profile, "Reliability", qos.reliability().ordinal(), workspace);
    set(profile, "Durability", qos.durability().ordinal(), workspace);
    setTime(profile, "setDeadline", qos.deadlineNanos());
    setTime(profile, "setLifespan", qos.lifespanNanos());
    setTime(profile, "setLivelinessLeaseDuration", qos.livelinessLeaseNanos());
    return profile.object();
  }

  private static void set(JavaObject profile, String policy, int value, JavaWorkspace workspace) {
    for (Object each : workspace.rcljava("qos.policies." + policy).getEnumConstants()) {
      if (value(each) == value) {
        Object unused = profile.call("set" + policy, each);
        return;
      }
    }
    throw JavaObject.unknown("there is no " + policy + " of value " + value);
  }

  /** What is not specified, and what is infinite, rcljava has already. */
  private static void setTime(JavaObject profile, String setter, long nanos) {
    if (nanos > 0 && nanos != QosProfile.INFINITE) {
      Object unused = profile.call(setter, Duration.ofNanos(nanos));
    }
  }

  private static int value(Object policy) {
    return (Integer) new JavaObject(policy).call("getValue");
  }

  /** What rcljava tells of an endpoint. */
  static QosProfile of(Object qos) {
    JavaObject profile = new JavaObject(qos);
    return new QosProfile(
        History.values()[value(profile.call("getHistory"))],
        Math.max(0, (Integer) profile.call("getDepth")),
        Reliability.values()[value(profile.call("getReliability"))],
        Durability.values()[value(profile.call("getDurability"))],
        nanos(profile.call("getDeadline")),
        nanos(profile.call("getLifespan")),
        Liveliness.values()[value(profile.call("getLiveliness"))],
        nanos(profile.call("getLivelinessLeaseDuration")),
        (Boolean) profile.call("getAvoidROSNamespaceConventions"));
  }

  private static long nanos(Object duration) {
    Duration time = (Duration) duration;
    return time.toSeconds() >= MOST_SECONDS ? QosProfile.INFINITE : time.toNanos();
  }
}
