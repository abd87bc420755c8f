package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldSequenceTest {
  private static final int WIDTH = 128;
  private static final int HEIGHT = 96;
  private static final SamplerOptions CLEAN =
      SamplerOptions.defaults().withCameraFaults(false).withPeople(1);
  private static final EnumSet<Truth> MOVERS = EnumSet.of(Truth.MOVERS, Truth.INSTANCES);

  private final WorldSampler sampler = new WorldSampler(51, WIDTH, HEIGHT, CLEAN);
  private final WorldSequence sequence = new WorldSequence();

  @Test
  void sequencesDependOnSeedAndIndexAloneAndHoldTheirSample() {
    SamplerOptions faulty = SamplerOptions.defaults().withPeople(2);
    SequenceOptions options = SequenceOptions.defaults().withFrames(4).withMovers(2);
    WorldSampler first = new WorldSampler(9, 64, 48, faulty);
    WorldSequence again = new WorldSequence();
    first.sampleSequence(2, options, MOVERS, sequence);
    WorldSampler second = new WorldSampler(9, 64, 48, faulty);
    second.sampleSequence(5, options.withFrames(6), EnumSet.noneOf(Truth.class), again);
    second.sampleSequence(2, options, MOVERS, again);
    assertEquals(4, again.frames());
    assertEquals(sequence.movers(), again.movers());
    for (int f = 0; f < 4; f++) {
      assertEquals(sequence.frame(f).worldFromCamera(), again.frame(f).worldFromCamera());
      assertArrayEquals(colours(sequence.frame(f)), colours(again.frame(f)), "frame " + f);
    }
    WorldSample single = new WorldSample();
    second.sample(2, EnumSet.noneOf(Truth.class), single);
    WorldSample target = sequence.frame(sequence.target());
    assertEquals(single.worldFromCamera(), target.worldFromCamera());
    assertArrayEquals(colours(single), colours(target));
  }

  private static byte[] colours(WorldSample sample) {
    return Arrays.copyOf(sample.rgb().data(), sample.rgb().size());
  }

  @Test
  void stepsAreSmoothAndAsLongAsAskedFor() {
    SequenceOptions options = SequenceOptions.defaults().withFrames(5);
    WorldSampler small = new WorldSampler(52, 16, 12, CLEAN);
    int steps = 0;
    int within = 0;
    for (long index = 0; index < 40; index++) {
      small.sampleSequence(index, options, EnumSet.noneOf(Truth.class), sequence);
      Vector3 before = Vector3.ZERO;
      for (int f = 1; f < 5; f++) {
        RigidTransform last = sequence.frame(f - 1).worldFromCamera();
        RigidTransform now = sequence.frame(f).worldFromCamera();
        Vector3 step = now.translation().minus(last.translation());
        steps++;
        within += step.norm() > 0.04 && step.norm() < 0.6 ? 1 : 0;
        assertTrue(step.norm() < 0.8, "index " + index + ": step " + step.norm());
        double turn = now.rotation().inverse().after(last.rotation()).angle();
        assertTrue(turn < 0.2, "index " + index + ": turn " + turn);
        if (f > 1) {
          double change = step.minus(before).norm();
          assertTrue(change < 0.4 * step.norm() + 1e-9, "index " + index + ": change " + change);
        }
        before = step;
      }
    }
    assertTrue(within > 0.9 * steps, within + " of " + steps);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void framesAgreeWhereTheyShowTheSameEvenWhenItMoves(long index) {
    SequenceOptions options = new SequenceOptions(3, 0.05, 0.25, 3);
    sampler.sampleSequence(index, options, MOVERS, sequence);
    int target = sequence.target();
    WorldSample from = sequence.frame(target);
    WorldSample to = sequence.frame(0);
    RigidTransform still = sequence.cameraFromCamera(0, target);
    int seen = 0;
    int same = 0;
    int alike = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int mover = from.movers().data()[y * WIDTH + x];
        RigidTransform motion =
            mover == 0
                ? still
                : sequence.cameraFromCamera(sequence.movers().get(mover - 1), 0, target);
        double[] there = project(from, motion, x, y);
        int px = (int) Math.floor(there[0]);
        int py = (int) Math.floor(there[1]);
        if (!(there[2] < Float.POSITIVE_INFINITY) || !inner(to, px, py)) {
          continue;
        }
        seen++;
        double z = TestScenes.bilinear(to.depth(), there[0], there[1]);
        if (Math.abs(z - there[2]) < 0.01 * z) {
          same++;
          alike += difference(from, x, y, to, there[0], there[1]) < 20 ? 1 : 0;
        }
      }
    }
    int all = seen;
    int agreed = same;
    int coloured = alike;
    assertTrue(seen > 1000, "index " + index + ": in both views " + seen);
    assertTrue(same > 0.7 * seen, () -> "index " + index + ": " + agreed + " of " + all);
    assertTrue(alike > 0.85 * same, () -> "index " + index + ": " + coloured + " of " + agreed);
  }

  private static double[] project(WorldSample from, RigidTransform motion, int x, int y) {
    Intrinsics camera = from.camera();
    double z = from.depth().at(x, y);
    Vector3 p =
        new Vector3((x - camera.cx()) / camera.fx() * z, (y - camera.cy()) / camera.fy() * z, z);
    Vector3 q = z < Float.POSITIVE_INFINITY ? motion.apply(p) : new Vector3(0, 0, Double.NaN);
    return new double[] {
      camera.projectX(q.x(), q.z()), camera.projectY(q.y(), q.z()), q.z() > 0 ? q.z() : Double.NaN
    };
  }

  /** Whether a place between four pixels lies on one surface. */
  private static boolean inner(WorldSample s, int x, int y) {
    if (x < 1 || y < 1 || x > WIDTH - 3 || y > HEIGHT - 3) {
      return false;
    }
    int object = s.instances().at(x, y);
    boolean one = true;
    for (int k = 1; k < 4; k++) {
      one &= s.instances().at(x + (k & 1), y + (k >> 1)) == object;
    }
    double bend =
        1 / s.depth().at(x - 1, y)
            - 1 / s.depth().at(x, y)
            - 1 / s.depth().at(x + 1, y)
            + 1 / s.depth().at(x + 2, y);
    return one && Math.abs(bend) < 0.01 / s.depth().at(x, y);
  }

  private static double difference(WorldSample a, int x, int y, WorldSample b, double u, double v) {
    int x0 = (int) u;
    int y0 = (int) v;
    double fx = u - x0;
    double fy = v - y0;
    double top = (1 - fx) * green(b, x0, y0) + fx * green(b, x0 + 1, y0);
    double bottom = (1 - fx) * green(b, x0, y0 + 1) + fx * green(b, x0 + 1, y0 + 1);
    return Math.abs((1 - fy) * top + fy * bottom - green(a, x, y));
  }

  private static int green(WorldSample s, int x, int y) {
    return s.rgb().data()[3 * (y * WIDTH + x) + 1] & 255;
  }

  @Test
  void whatMovesIsMarkedAndMovesAsItsMotionSays() {
    SequenceOptions options = new SequenceOptions(3, 0.05, 0.2, 3);
    int marked = 0;
    int agreed = 0;
    int sequences = 0;
    for (long index = 0; index < 16; index++) {
      sampler.sampleSequence(index, options, MOVERS, sequence);
      sequences += sequence.movers().isEmpty() ? 0 : 1;
      for (int m = 0; m < sequence.movers().size(); m++) {
        MovingObject mover = sequence.movers().get(m);
        assertEquals(RigidTransform.IDENTITY, mover.motions().get(sequence.target()));
        assertTrue(mover.motions().get(0).translation().norm() > 0);
        WorldSample from = sequence.frame(sequence.target());
        WorldSample to = sequence.frame(2);
        RigidTransform motion = sequence.cameraFromCamera(mover, 2, sequence.target());
        for (int i = 0; i < from.depth().size(); i++) {
          boolean isMarked = from.movers().data()[i] == m + 1;
          assertEquals(from.instances().data()[i] == mover.instance(), isMarked);
          double[] there = project(from, motion, i % WIDTH, i / WIDTH);
          long x = Math.round(there[0]);
          long y = Math.round(there[1]);
          if (isMarked && x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT && there[2] > 0) {
            marked++;
            agreed += to.instances().at((int) x, (int) y) == mover.instance() ? 1 : 0;
          }
        }
      }
    }
    assertTrue(sequences >= 8, "sequences in which something moves: " + sequences);
    assertTrue(marked > 500, "pixels that move: " + marked);
    assertTrue(agreed > 0.85 * marked, agreed + " of " + marked);
  }

  @Test
  void aWorldThatStandsStillHasNoMovers() {
    sampler.sampleSequence(1, SequenceOptions.defaults(), MOVERS, sequence);
    assertEquals(0, sequence.movers().size());
    for (byte b : Arrays.copyOf(sequence.frame(0).movers().data(), WIDTH * HEIGHT)) {
      assertEquals(0, b);
    }
  }

  @Test
  void optionsOutOfRangeAreRefusedWithTheirValue() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> SequenceOptions.defaults().withFrames(0));
    assertEquals("frames must be within 1 … 1000, found 0", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new SequenceOptions(2, 0.5, 0.1, 0));
    assertThrows(IllegalArgumentException.class, () -> SequenceOptions.defaults().withMovers(-1));
    assertThrows(IllegalArgumentException.class, () -> SamplerOptions.defaults().withPeople(-1));
  }
}
