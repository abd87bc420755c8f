package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.dds.rtps.Guid;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DdsSubscriptionTest {
  private static final PatternMessages KIND = PatternMessages.IMAGE;

  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final DdsOptions apart = DdsOptions.localhost(Domains.next());

  private DdsTransport open(String node) {
    return DdsTransport.open(RosArguments.none().names("/", node), apart, false, notices::add);
  }

  /** The library refuses a name that it knows, and says so in its log. */
  @Test
  void aLoadedProfileKeepsItsNameAndLoadsNothing() {
    ProfileXml profile = ProfileXml.subscriber("rt/camera", "Image_", QosProfile.sensorData());
    assertTrue(profile.text().contains("profile_name"));
    assertEquals(profile.name(), profile.loaded().name());
    assertFalse(profile.loaded().text().contains("profile_name"));
  }

  /** The library's table of profiles never shrinks, and a camera may pause for days. */
  @Test
  void aRenewalLoadsNoProfileAndHearsAsBefore() throws InterruptedException {
    Topic topic = KIND.topic("/camera", QosProfile.sensorData(), 8, 8);
    CollectingIntake heard = new CollectingIntake();
    CdrBuffer image = new CdrBuffer();
    KIND.encode(7, 8, 8, image);
    try (DdsTransport talker = open("talker");
        DdsTransport listener = open("listener")) {
      DdsSubscription subscription = (DdsSubscription) listener.subscribe(topic, heard);
      Publisher publisher = talker.advertise(topic);
      Await.until("matched", () -> subscription.publishers() == 1);
      Guid first = subscription.guid();
      int profiles = ProfileXml.namesGiven();
      subscription.renew();
      subscription.renew();
      assertEquals(profiles, ProfileXml.namesGiven());
      assertNotEquals(first, subscription.guid());
      Await.until(
          "an image",
          () -> {
            publisher.publish(image.array(), 0, image.length());
            return heard.waiting() > 0;
          });
      assertArrayEquals(image.toArray(), heard.next());
    }
    assertEquals(List.of(), notices);
  }
}
