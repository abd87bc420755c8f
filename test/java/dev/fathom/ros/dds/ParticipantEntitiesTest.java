package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.ros.dds.ParticipantEntities.Node;
import dev.fathom.ros.dds.rtps.Guid;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParticipantEntitiesTest {
  private static final Guid PARTICIPANT = new Guid(1, 2).participant();
  private static final int MARK_BYTES = 8;
  private static final Guid READER = new Guid(1, 0x04030000_00000002L);
  private static final Guid WRITER = new Guid(1, 0x03020000_00000002L);
  private static final ParticipantEntities ENTITIES =
      new ParticipantEntities(
          PARTICIPANT,
          List.of(
              new Node("/robot", "fathom", List.of(READER), List.of(WRITER)),
              new Node("/", "käse", List.of(), List.of())));

  @ParameterizedTest
  @ValueSource(ints = {16, 24})
  void bothFormsReadBack(int guidBytes) {
    byte[] bytes = ENTITIES.encode(guidBytes);
    assertEquals(ENTITIES, ParticipantEntities.decode(bytes, bytes.length, guidBytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24})
  void whatIsCutIsRefused(int guidBytes) {
    byte[] bytes = ENTITIES.encode(guidBytes);
    // Without the mark it is whole, too: as others write it.
    int whole = bytes.length - MARK_BYTES;
    for (int length = 0; length < whole - 4; length++) {
      int cut = length;
      assertThrows(
          MalformedDataException.class,
          () -> ParticipantEntities.decode(bytes, cut, guidBytes),
          "length " + cut);
    }
  }

  @Test
  void noiseIsRefusedOrReadButNeverWorse() {
    Random random = new Random(3);
    byte[] bytes = ENTITIES.encode(24);
    for (int i = 0; i < 20_000; i++) {
      byte[] noisy = bytes.clone();
      for (int change = 0; change < 3; change++) {
        noisy[4 + random.nextInt(noisy.length - 4)] = (byte) random.nextInt();
      }
      try {
        ParticipantEntities.decode(noisy, noisy.length, random.nextBoolean() ? 16 : 24);
      } catch (MalformedDataException e) {
        assertTrue(e.offset() <= noisy.length);
      }
    }
  }

  @Test
  void fullNamesComeFromBothParts() {
    assertEquals("/robot/fathom", ENTITIES.nodes().get(0).fullName());
    assertEquals("/fathom", Node.of("/fathom", List.of(), List.of()).fullName());
    assertEquals("/a/b", Node.of("/a/b/c", List.of(), List.of()).namespace());
  }

  @Test
  void theDirectoryKnowsWhoseAnEndpointIs() {
    NodeDirectory directory = new NodeDirectory();
    byte[] bytes = ENTITIES.encode(24);
    assertFalse(directory.accept(bytes, bytes.length), "24 bytes are the default");
    assertEquals("/robot/fathom", directory.nodeOf(WRITER));
    assertEquals("/robot/fathom", directory.nodeOf(READER));
    assertEquals("", directory.nodeOf(new Guid(1, 0x09030000_00000002L)));
    assertEquals(Set.of("/robot/fathom", "/käse"), directory.nodes());
    directory.forget(PARTICIPANT);
    assertEquals("", directory.nodeOf(WRITER));
  }

  @Test
  void theNewerFormIsSpokenOnlyWhereNobodySpeaksTheOlder() {
    NodeDirectory directory = new NodeDirectory();
    assertEquals(24, directory.guidBytes());
    byte[] newer = unmarked(ENTITIES, 16);
    assertTrue(directory.accept(newer, newer.length));
    assertEquals(16, directory.guidBytes());
    byte[] older = unmarked(other(), 24);
    assertTrue(directory.accept(older, older.length));
    assertEquals(24, directory.guidBytes());
    assertTrue(directory.forget(other().participant()));
    assertEquals(16, directory.guidBytes());
  }

  @Test
  void whoReadsBothFormsHoldsNobodyToEither() {
    NodeDirectory directory = new NodeDirectory();
    byte[] newer = unmarked(ENTITIES, 16);
    for (int form : new int[] {24, 16}) {
      byte[] marked = other().encode(form);
      assertFalse(directory.accept(marked, marked.length));
      assertEquals(24, directory.guidBytes());
      assertTrue(directory.accept(newer, newer.length));
      assertEquals(16, directory.guidBytes());
      assertEquals(Set.of("/robot/fathom", "/käse"), directory.nodes());
      assertTrue(directory.forget(PARTICIPANT));
    }
  }

  @Test
  void whatWeSayOurselvesDoesNotCount() {
    NodeDirectory directory = new NodeDirectory();
    directory.passOver(PARTICIPANT);
    byte[] ours = ENTITIES.encode(16);
    assertFalse(directory.accept(ours, ours.length));
    assertEquals(24, directory.guidBytes());
    assertEquals(Set.of(), directory.nodes());
  }

  private static ParticipantEntities other() {
    return new ParticipantEntities(new Guid(1, 0x01c1), ENTITIES.nodes());
  }

  /** As ROS 2's middlewares write it. */
  private static byte[] unmarked(ParticipantEntities entities, int guidBytes) {
    byte[] marked = entities.encode(guidBytes);
    return Arrays.copyOf(marked, marked.length - MARK_BYTES);
  }
}
