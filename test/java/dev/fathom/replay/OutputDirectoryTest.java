package dev.fathom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the folder of the results already is lost only where the user said so. */
class OutputDirectoryTest {
  @TempDir Path temp;

  private OutputDirectory out;

  @BeforeEach
  void anEarlierReplay() throws IOException {
    out = new OutputDirectory(temp.resolve("out"));
    Files.createDirectories(out.bag());
    Files.createDirectories(out.previews());
    Files.writeString(out.bag().resolve("bag_0.mcap"), "old");
    Files.writeString(out.bag().resolve("metadata.yaml"), "old");
    Files.writeString(out.previews().resolve("000000_17.png"), "old");
    Files.writeString(out.summary(), "old");
  }

  private void refuses(boolean force, List<Path> inputs, String said) throws IOException {
    Map<String, String> before = Replays.files(temp);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> out.check(force, inputs));
    assertTrue(e.getMessage().contains(said), e.getMessage());
    assertEquals(before, Replays.files(temp), "nothing changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/results", "/proc/self/deep/er"})
  void aPlaceWhereNothingCanBeWrittenIsRefusedAtOnce(String place) {
    IOException e =
        assertThrows(
            IOException.class, () -> new OutputDirectory(Path.of(place)).check(false, List.of()));
    assertTrue(e.getMessage().startsWith("output " + place + " cannot be written: "), e::toString);
  }

  @Test
  void whatIsLookedAtIsNotMade() throws IOException {
    OutputDirectory deep = new OutputDirectory(temp.resolve("a/b/c"));
    Map<String, String> before = Replays.files(temp);
    deep.check(false, List.of());
    out.check(true, List.of());
    assertFalse(Files.exists(temp.resolve("a")));
    assertEquals(before, Replays.files(temp));
  }

  @Test
  void resultsAreNotOverwrittenUnlessForced() throws Exception {
    refuses(false, List.of(), "--force");
    out.check(true, List.of());
    out.prepare();
    assertEquals(Map.of(), Replays.files(out.root()), "the old results are gone");
    assertTrue(Files.isDirectory(out.previews()));
    assertFalse(Files.exists(out.bag()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bag", "previews", "summary.json"})
  void anyOneOfThemIsEnoughToRefuse(String left) throws Exception {
    OutputDirectory other = new OutputDirectory(temp.resolve("other"));
    Files.createDirectories(other.root());
    if (left.contains(".")) {
      Files.writeString(other.root().resolve(left), "old");
    } else {
      Files.createDirectories(other.root().resolve(left));
    }
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> other.check(false, List.of()));
    assertTrue(e.getMessage().contains(left), e.getMessage());
  }

  @Test
  void forceLeavesAllOtherFilesAlone() throws Exception {
    Files.writeString(out.root().resolve("notes.txt"), "mine");
    Files.createDirectories(out.root().resolve("recording"));
    Files.writeString(out.root().resolve("recording").resolve("x.mcap"), "mine");
    out.check(true, List.of());
    out.prepare();
    assertEquals("mine", Files.readString(out.root().resolve("notes.txt")));
    assertEquals("mine", Files.readString(out.root().resolve("recording").resolve("x.mcap")));
  }

  @Test
  void forceRefusesToRemoveWhatNoReplayWrote() throws Exception {
    Files.writeString(out.bag().resolve("annotations.csv"), "mine");
    refuses(true, List.of(), "annotations.csv");
    Files.delete(out.bag().resolve("annotations.csv"));
    Files.writeString(out.previews().resolve("for the paper.png"), "mine");
    refuses(true, List.of(), "for the paper.png");
  }

  @Test
  void aRecordingThatHappensToBeCalledBagIsNoResult() throws Exception {
    Files.delete(out.previews().resolve("000000_17.png"));
    Files.delete(out.previews());
    Files.delete(out.summary());
    refuses(true, List.of(), "bag was not left by a replay");
  }

  @Test
  void theRecordingThatIsReadIsNeverRemoved() throws Exception {
    refuses(true, List.of(out.bag()), "results would go");
    refuses(true, List.of(out.bag().resolve("bag_0.mcap")), "results would go");
    Path link = Files.createSymbolicLink(temp.resolve("link"), out.bag());
    refuses(true, List.of(link), "results would go");
  }

  @Test
  void aFileInThePlaceOfTheFolderIsSaid() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "mine");
    NotDirectoryException e =
        assertThrows(
            NotDirectoryException.class, () -> new OutputDirectory(file).check(true, List.of()));
    assertTrue(e.getMessage().contains("not a directory"), e.getMessage());
  }

  @Test
  void aNewFolderIsMadeWithItsParents() throws Exception {
    OutputDirectory deep = new OutputDirectory(temp.resolve("a").resolve("b"));
    deep.check(false, List.of());
    assertFalse(Files.exists(deep.root()), "checking makes nothing");
    deep.prepare();
    assertTrue(Files.isDirectory(deep.previews()));
  }
}
