package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import dev.fathom.ros.Intake;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;

/** A subscription to serialised messages. */
final class RclSubscription extends RclTaker implements Subscription {
  private static final int HEADER_BYTES = 4;

  private static final int MOST_IN_A_TURN = 32;

  private final RclNode node;
  private final RclLog log;
  private final Intake intake;
  private final String topic;
  private final int maxBytes;
  private final Memory count = CString.zeroed(8);

  RclSubscription(
      RclTransport transport,
      RclNode node,
      NativeSymbols symbols,
      RclLog log,
      Topic topic,
      long typeSupport,
      Intake intake) {
    super(transport, symbols, MOST_IN_A_TURN);
    this.node = node;
    this.log = log;
    this.intake = intake;
    this.maxBytes = topic.maxBytes();
    Memory name = CString.of(topic.name());
    OptionsValue options = Rcl.rcl_subscription_get_default_options();
    QosLayout.write(topic.qos(), options.memory());
    int code =
        Rcl.rcl_subscription_init(address(), node.address(), typeSupport, name, options.memory());
    requireMade(code, "subscription to " + topic.name() + " (" + topic.type() + ")");
    this.topic = CString.at(Rcl.rcl_subscription_get_topic_name(address()));
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  boolean takeOne() {
    int code = Rcl.rcl_take_serialized_message(address(), message().address(), 0, 0);
    if (code == RclReturn.SUBSCRIPTION_TAKE_FAILED) {
      return false;
    }
    if (code != RclReturn.OK) {
      refuse("a message cannot be taken: " + RclReturn.reason(code));
      return false;
    }
    deliver(System.nanoTime());
    return true;
  }

  private void deliver(long receivedNanos) {
    SerializedMessage message = message();
    long length = message.length();
    if (length > maxBytes) {
      message.shrink();
      refuse("at most " + maxBytes + " bytes a message expected, found " + length);
    } else if (length < HEADER_BYTES || message.at(0) != 0 || message.at(1) != 1) {
      refuse("a message of " + length + " bytes that is not little-endian CDR");
    } else {
      hand((int) length, receivedNanos);
    }
  }

  private void hand(int length, long receivedNanos) {
    try {
      byte[] room = intake.room(length);
      if (room != null) {
        message().read(room, length);
        intake.arrived(room, length, receivedNanos);
      }
    } catch (RuntimeException | Error e) {
      refuse("a message of " + length + " bytes is lost: " + e);
    }
  }

  private void refuse(String reason) {
    try {
      intake.refused(reason);
    } catch (RuntimeException | Error e) {
      log.say(LogLevel.ERROR, topic + ": " + reason + "; and telling so failed: " + e);
    }
  }

  @Override
  public synchronized int publishers() {
    if (isFinished()) {
      return 0;
    }
    RclReturn.check(
        Rcl.rcl_subscription_get_publisher_count(address(), CString.address(count)),
        "publishers of " + topic);
    return (int) count.getLong(0);
  }

  @Override
  void end() {
    Rcl.rcl_subscription_fini(address(), node.address());
  }
}
