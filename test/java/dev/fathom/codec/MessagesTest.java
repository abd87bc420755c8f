package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fathom.codec.msg.Duration;
import dev.fathom.codec.msg.Time;
import dev.fathom.codec.schema.RosType;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void everyMessageRecordIsKnownByItsRosName() {
    Set<String> records =
        new ClassFileImporter()
            .importPackages("dev.fathom.codec.msg").stream()
                .filter(type -> type.isAnnotatedWith(RosType.class))
                .map(JavaClass::reflect)
                .map(type -> type.getAnnotation(RosType.class).value())
                .collect(Collectors.toSet());
    Set<String> known =
        Messages.all().stream().map(MessageCodec::rosType).collect(Collectors.toSet());
    assertEquals(records, known);
  }

  @Test
  void unknownTypeHasNoCodec() {
    assertNull(Messages.forType("sensor_msgs/msg/Nothing"));
    assertNull(Messages.forType("sensor_msgs/Image"));
    assertNotNull(Messages.forType("rcl_interfaces/srv/GetParameters_Request"));
  }

  @Test
  void timesSurviveNanosecondsOnBothSidesOfTheEpoch() {
    for (long nanos : new long[] {0, 1, -1, 1_403_715_273_262_142_976L, -1_500_000_000L}) {
      assertEquals(nanos, Time.ofNanos(nanos).nanos());
      assertEquals(nanos, Duration.ofNanos(nanos).nanos());
    }
    assertEquals(new Time(-1, 999_999_999), Time.ofNanos(-1));
  }
}
