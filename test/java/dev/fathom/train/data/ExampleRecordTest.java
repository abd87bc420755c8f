package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.MalformedDataException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExampleRecordTest {
  @Test
  void valuesComeBackByName() {
    byte[] data =
        ExampleRecord.builder()
            .integers("height", 48)
            .floats("depth", 1.5f, Float.NaN, -0f)
            .bytes("image", new byte[] {-1, 0, 1})
            .build()
            .toBytes();
    ExampleRecord example = ExampleRecord.parse(data, 0);
    assertEquals(Set.of("height", "depth", "image"), example.names());
    assertEquals(48, example.integer("height"));
    assertArrayEquals(new float[] {1.5f, Float.NaN, -0f}, example.floats("depth"));
    assertArrayEquals(new byte[] {-1, 0, 1}, example.bytes("image"));
  }

  /** Encoded by hand after example.proto: features{feature{key:"a" value{int64_list{[5]}}}}. */
  @Test
  void bytesAreThoseOfTheSpecification() {
    byte[] expected = {0x0a, 0x0c, 0x0a, 0x0a, 0x0a, 1, 'a', 0x12, 5, 0x1a, 3, 0x0a, 1, 5};
    assertArrayEquals(expected, ExampleRecord.builder().integers("a", 5).build().toBytes());
    assertEquals(5, ExampleRecord.parse(expected, 0).integer("a"));
  }

  @Test
  void theOrderOfBuildingDoesNotShowInTheBytes() {
    byte[] one = ExampleRecord.builder().integers("z", 1).integers("a", 2).build().toBytes();
    byte[] other = ExampleRecord.builder().integers("a", 2).integers("z", 1).build().toBytes();
    assertArrayEquals(one, other);
  }

  @Test
  void aMissingOrOtherKindOfFeatureIsNamedWithWhatThereIs() {
    ExampleRecord example = ExampleRecord.builder().integers("height", 48, 49).build();
    for (String name : new String[] {"height", "width"}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> example.floats(name)).getMessage();
      assertTrue(message.contains("'" + name + "'") && message.contains("height=INT64"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> example.integer("height"));
  }

  @Test
  void otherBytesAreMalformedAtTheirRecord() {
    byte[] torn = {0x0a, 0x0c, 0x0a};
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> ExampleRecord.parse(torn, 77));
    assertEquals(77, e.offset());
  }
}
