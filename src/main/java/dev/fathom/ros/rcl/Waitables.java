package dev.fathom.ros.rcl;

import java.util.List;
import java.util.stream.Stream;

/** What the receive thread waits for. */
record Waitables(List<RclSubscription> subscriptions, List<RclService> services) {
  static final Waitables NONE = new Waitables(List.of(), List.of());

  Waitables with(RclSubscription subscription) {
    return new Waitables(
        Stream.concat(subscriptions.stream(), Stream.of(subscription)).toList(), services);
  }

  Waitables with(RclService service) {
    return new Waitables(
        subscriptions, Stream.concat(services.stream(), Stream.of(service)).toList());
  }

  Waitables without(RclTaker gone) {
    return new Waitables(
        subscriptions.stream().filter(each -> each != gone).toList(),
        services.stream().filter(each -> each != gone).toList());
  }
}
