package dev.fathom.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTreeTest {
  private final TransformTree tree = new TransformTree();

  private static RigidTransform random(Random random) {
    return new RigidTransform(
        new Rotation(
            random.nextGaussian(),
            random.nextGaussian(),
            random.nextGaussian(),
            random.nextGaussian()),
        new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()));
  }

  private static RigidTransform along(double x) {
    return new RigidTransform(Rotation.IDENTITY, new Vector3(x, 0, 0));
  }

  static void assertClose(RigidTransform expected, RigidTransform actual, String about) {
    assertEquals(0, expected.translation().minus(actual.translation()).norm(), 1e-9, about);
    assertEquals(0, expected.rotation().inverse().after(actual.rotation()).angle(), 1e-7, about);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void lookupBetweenBranchesIsTheProductOfTheLinks(long seed) {
    Random random = new Random(seed);
    RigidTransform baseFromMast = random(random);
    RigidTransform mastFromCamera = random(random);
    RigidTransform baseFromLidar = random(random);
    tree.putStatic("base", "mast", baseFromMast);
    tree.putStatic("mast", "camera", mastFromCamera);
    tree.putStatic("base", "lidar", baseFromLidar);
    RigidTransform expected = baseFromMast.after(mastFromCamera).inverse().after(baseFromLidar);
    assertClose(expected, tree.lookup("camera", "lidar", 5).orElseThrow(), "seed " + seed);
    assertClose(
        expected.inverse(), tree.lookup("lidar", "camera", 5).orElseThrow(), "seed " + seed);
    assertClose(
        RigidTransform.IDENTITY, tree.lookup("mast", "mast", 5).orElseThrow(), "seed " + seed);
  }

  @Test
  void leadingSlashMakesNoDifference() {
    tree.putStatic("/base", "camera", along(2));
    assertClose(along(2), tree.lookup("base", "/camera", 0).orElseThrow(), "");
  }

  @Test
  void timedLinkIsInterpolatedAndNeverExtrapolated() {
    Rotation quarter = Rotation.about(new Vector3(0, 0, 1), Math.PI / 2);
    tree.put("odom", "base", 100, along(0));
    tree.put("odom", "base", 200, new RigidTransform(quarter, new Vector3(4, 0, 0)));
    RigidTransform middle = tree.lookup("odom", "base", 150).orElseThrow();
    assertEquals(2, middle.translation().x(), 1e-12);
    assertEquals(Math.PI / 4, middle.rotation().angle(), 1e-12);
    assertTrue(tree.lookup("odom", "base", 100).isPresent());
    assertTrue(tree.lookup("odom", "base", 200).isPresent());
    assertTrue(tree.lookup("odom", "base", 99).isEmpty());
    assertTrue(tree.lookup("odom", "base", 201).isEmpty());
    String problem = tree.problem("odom", "base", 201).orElseThrow();
    assertTrue(problem.contains("'odom'") && problem.contains("'base'"), problem);
    assertTrue(problem.contains("100") && problem.contains("201"), problem);
  }

  @Test
  void stampsAboveTheCommonFrameDoNotMatter() {
    tree.put("odom", "base", 100, along(1));
    tree.putStatic("base", "left", along(2));
    tree.putStatic("base", "right", along(3));
    assertClose(along(1), tree.lookup("left", "right", 999).orElseThrow(), "");
  }

  @Test
  void stampsMayComeInAnyOrder() {
    tree.put("odom", "base", 300, along(3));
    tree.put("odom", "base", 100, along(1));
    tree.put("odom", "base", 200, along(2));
    assertClose(along(1.5), tree.lookup("odom", "base", 150).orElseThrow(), "");
  }

  @Test
  void missingLinkIsReportedByName() {
    tree.putStatic("base", "camera", along(1));
    tree.putStatic("map", "odom", along(1));
    assertTrue(tree.lookup("odom", "camera", 0).isEmpty());
    String problem = tree.problem("odom", "camera", 0).orElseThrow();
    for (String name : new String[] {"'odom'", "'camera'", "'map'", "'base'"}) {
      assertTrue(problem.contains(name), problem);
    }
    assertTrue(tree.problem("base", "camera", 0).isEmpty());
    assertTrue(tree.problem("base", "nothing", 0).isPresent());
  }

  @Test
  void loopsAreRefusedAndLeaveTheTreeAsItWas() {
    tree.putStatic("a", "b", along(1));
    tree.putStatic("b", "c", along(1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> tree.put("c", "a", 0, along(1)))
            .toString();
    assertTrue(message.contains("'c'") && message.contains("'a'"), message);
    assertThrows(IllegalArgumentException.class, () -> tree.putStatic("a", "/a", along(1)));
    assertClose(along(2), tree.lookup("a", "c", 0).orElseThrow(), "");
  }

  @Test
  void oldestStampsGoWhenThereAreTooMany() {
    TransformTree small = new TransformTree(3);
    for (int i = 0; i < 10; i++) {
      small.put("odom", "base", i, along(i));
    }
    assertTrue(small.lookup("odom", "base", 6).isEmpty());
    assertClose(along(7), small.lookup("odom", "base", 7).orElseThrow(), "");
  }

  @Test
  void stampsBehindTheSpanGoAndStaticLinksStay() {
    TransformTree live = new TransformTree(1000, 10, 1000);
    live.putStatic("base", "camera", along(5));
    for (int i = 0; i < 30; i++) {
      live.put("odom", "base", i, along(i));
    }
    assertTrue(live.lookup("odom", "base", 18).isEmpty());
    assertClose(along(24), live.lookup("odom", "camera", 19).orElseThrow(), "");
    live.put("odom", "base", 3, along(3));
    assertTrue(live.lookup("odom", "base", 3).isEmpty(), "it comes too late");
  }

  @Test
  void linksBeyondTheMostAreCountedAndThoseKnownGoOn() {
    TransformTree live = new TransformTree(1000, 10, 2);
    live.put("odom", "a", 0, along(1));
    live.putStatic("odom", "b", along(2));
    live.put("odom", "c", 0, along(3));
    live.putStatic("odom", "d", along(4));
    live.put("odom", "a", 1, along(5));
    assertEquals(2, live.refusedLinks());
    assertTrue(live.lookup("odom", "c", 0).isEmpty());
    assertClose(along(5), live.lookup("odom", "a", 1).orElseThrow(), "");
    assertTrue(live.lookup("odom", "b", 0).isPresent());
  }

  @Test
  void theVersionChangesWithWhatIsKnown() {
    tree.putStatic("base", "camera", along(1));
    long before = tree.version();
    tree.putStatic("base", "camera", along(1));
    assertEquals(before, tree.version());
    tree.putStatic("base", "camera", along(2));
    assertTrue(tree.version() > before);
  }

  @Test
  void anotherParentBeginsANewHistory() {
    tree.put("odom", "base", 100, along(1));
    tree.put("map", "base", 200, along(2));
    assertTrue(tree.lookup("odom", "base", 100).isEmpty());
    assertClose(along(2), tree.lookup("map", "base", 200).orElseThrow(), "");
  }

  @Test
  void jumpOfTimeForgetsStampsOnly() {
    tree.put("odom", "base", 100, along(1));
    tree.putStatic("base", "camera", along(2));
    tree.forgetStamped();
    assertTrue(tree.lookup("odom", "base", 100).isEmpty());
    assertTrue(tree.lookup("base", "camera", 100).isPresent());
  }

  @Test
  void frameWithoutANameIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> tree.putStatic("/", "a", along(1)));
    assertThrows(IllegalArgumentException.class, () -> tree.putStatic("a", "", along(1)));
    assertThrows(IllegalArgumentException.class, () -> new TransformTree(1));
  }
}
