package dev.fathom.ros.dds.rtps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpsReaderTest {
  private static final Guid SENDER = new Guid(11, 22).participant();
  private static final Guid SELF = new Guid(33, 44).participant();

  private final List<ParameterList> announced = new ArrayList<>();
  private int others;
  private final RtpsReader reader =
      new RtpsReader(
          SELF,
          new RtpsReader.Listener() {
            @Override
            public void data(Guid source, int writer, long sequence, ParameterList parameters) {
              if (writer == EntityId.PARTICIPANT_WRITER && source.equals(SENDER)) {
                announced.add(parameters);
              }
            }

            @Override
            public void heartbeat(
                Guid source, int writer, long first, long last, boolean mustAnswer) {
              others++;
            }

            @Override
            public void gap(Guid source, int writer, long first, long end) {
              others++;
            }
          });

  private static byte[] announcement() throws UnknownHostException {
    ByteBuffer message =
        new RtpsWriter(SENDER)
            .announcement(7, 3, List.of(InetAddress.getByName("10.1.2.3")), 7412, 9);
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return bytes;
  }

  @Test
  void whatTheWriterSaysIsRead() throws UnknownHostException {
    reader.read(ByteBuffer.wrap(announcement()));
    ParameterList parameters = announced.get(0);
    assertEquals(SENDER, parameters.participant());
    assertEquals(9_000_000_000L, parameters.leaseNanos());
    assertEquals("[/10.1.2.3:7412]", parameters.locators().toString());
    assertFalse(parameters.isGone());
  }

  @Test
  void aFarewellSaysThatItIsOne() {
    reader.read(new RtpsWriter(SENDER).farewell(4));
    assertTrue(announced.get(0).isGone());
  }

  @Test
  void ownMessagesAreNotHeard() {
    reader.read(new RtpsWriter(SELF).farewell(4));
    assertEquals(List.of(), announced);
  }

  @Test
  void noiseIsReadWithoutHarm() throws UnknownHostException {
    byte[] bytes = announcement();
    for (int seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed);
      byte[] noisy = bytes.clone();
      for (int change = 0; change < 1 + seed % 6; change++) {
        noisy[20 + random.nextInt(noisy.length - 20)] = (byte) random.nextInt();
      }
      // The kinds that say more than data: heartbeat, gap, destination, source.
      noisy[20] = new byte[] {0x15, 0x07, 0x08, 0x0e, 0x0c}[seed % 5];
      reader.read(ByteBuffer.wrap(noisy, 0, 20 + random.nextInt(noisy.length - 19)));
    }
    assertTrue(others > 0 && !announced.isEmpty(), "some of it was understood");
  }
}
