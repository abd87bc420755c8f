package dev.fathom.eval.trajectory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryErrorsTest {
  @Test
  void statisticsAreTheirFormulas() {
    ErrorStatistics s = ErrorStatistics.of(new double[] {4, 1, 7, 2});
    assertEquals(Math.sqrt((16 + 1 + 49 + 4) / 4.0), s.rmse(), 1e-12);
    assertEquals(3.5, s.mean());
    assertEquals(3, s.median());
    assertEquals(Math.sqrt((0.25 + 6.25 + 12.25 + 2.25) / 4), s.standardDeviation(), 1e-12);
    assertEquals(1, s.min());
    assertEquals(7, s.max());
    assertEquals(4, s.count());
    assertEquals(Double.NaN, ErrorStatistics.of(new double[0]).rmse());
  }

  @Test
  void absoluteErrorIsTheDistanceOfPlaces() {
    List<RigidTransform> truth = Paths.line(2, 1);
    List<RigidTransform> estimate = List.of(Paths.at(0, 3, 0), Paths.at(1, 0, 4));
    ErrorStatistics errors = AbsoluteTrajectoryError.of(estimate, truth, Alignment.NONE).metres();
    assertEquals(Math.sqrt((9 + 16) / 2.0), errors.rmse(), 1e-12);
    assertEquals(4, errors.max(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void alignmentRemovesTheChoiceOfTheFixedFrameFromEveryError(long seed) {
    Random random = new Random(seed);
    List<RigidTransform> truth = Paths.random(random, 400);
    Rotation turn = Rotation.about(Paths.vector(random, 1), 2);
    Vector3 shift = Paths.vector(random, 30);
    List<RigidTransform> rigid = Paths.moved(new Similarity(1, turn, shift), truth);
    List<RigidTransform> scaled = Paths.moved(new Similarity(0.3, turn, shift), truth);
    String of = "seed " + seed;
    assertEquals(
        0, AbsoluteTrajectoryError.of(rigid, truth, Alignment.SE3).metres().max(), 1e-9, of);
    assertEquals(
        0, AbsoluteTrajectoryError.of(scaled, truth, Alignment.SIM3).metres().max(), 1e-9, of);
    assertEquals(0, RelativePoseError.overFrames(rigid, truth, 7).metres().max(), 1e-9, of);
    assertEquals(0, RelativePoseError.overDistance(rigid, truth, 5).radians().max(), 1e-7, of);
    assertEquals(0, KittiOdometryError.of(rigid, truth).translationPercent(), 1e-9, of);
    assertEquals(0, SnippetTrajectoryError.of(scaled, truth, 5).rmse().max(), 1e-6, of);
  }

  @Test
  void relativeErrorOverFramesIsThatOfEachMotion() {
    List<RigidTransform> truth = Paths.line(4, 1);
    List<RigidTransform> estimate =
        List.of(Paths.at(0, 0, 0), Paths.at(1, 0, 0), Paths.at(2, 0.5, 0), Paths.at(3, 0.5, 0));
    RelativePoseError one = RelativePoseError.overFrames(estimate, truth, 1);
    assertEquals(3, one.metres().count());
    assertEquals(Math.sqrt(0.25 / 3), one.metres().rmse(), 1e-12);
    RelativePoseError two = RelativePoseError.overFrames(estimate, truth, 2);
    assertEquals(2, two.metres().count());
    assertEquals(0.5, two.metres().rmse(), 1e-12);
  }

  @Test
  void relativeErrorSeesTurns() {
    List<RigidTransform> truth = Paths.line(2, 1);
    Rotation turn = Rotation.about(new Vector3(0, 0, 1), 0.25);
    List<RigidTransform> estimate =
        List.of(Paths.at(0, 0, 0), new RigidTransform(turn, new Vector3(1, 0, 0)));
    RelativePoseError error = RelativePoseError.overFrames(estimate, truth, 1);
    assertEquals(0.25, error.radians().rmse(), 1e-12);
    assertEquals(0, error.metres().rmse(), 1e-12);
  }

  @Test
  void relativeErrorOverDistanceBeginsWhereTheFirstStretchEnds() {
    List<RigidTransform> truth = Paths.line(21, 1);
    List<RigidTransform> estimate = Paths.line(21, 1.1);
    // 5.5 m are reached after five poses each: 5 to 10, 10 to 15, 15 to 20.
    RelativePoseError error = RelativePoseError.overDistance(estimate, truth, 5.4);
    assertEquals(3, error.metres().count());
    assertEquals(0.5, error.metres().min(), 1e-9);
    assertEquals(0.5, error.metres().max(), 1e-9);
  }

  @Test
  void kittiErrorsAreSharesOfTheSegment() {
    // 1 m steps: the first pose beyond 100 m is the 101st.
    List<RigidTransform> truth = Paths.line(251, 1);
    List<RigidTransform> estimate = Paths.line(251, 1.02);
    KittiOdometryError error = KittiOdometryError.of(estimate, truth);
    assertEquals(2, error.byLength().size());
    KittiOdometryError.OfLength hundred = error.byLength().get(0);
    assertEquals(100, hundred.lengthMetres());
    // Starts 0, 10 … 140, then 0 … 40.
    assertEquals(15, hundred.segments());
    assertEquals(5, error.byLength().get(1).segments());
    assertEquals(20, error.segments());
    assertEquals(0.02 * 101, hundred.translationPercent(), 1e-9);
    assertEquals((15 * 0.02 * 101 + 5 * 0.02 * 201 / 2) / 20, error.translationPercent(), 1e-9);
    assertEquals(0, error.rotationDegreesPer100Metres(), 1e-9);
  }

  @Test
  void kittiRotationIsInDegreesPerHundredMetres() {
    List<RigidTransform> truth = Paths.line(111, 1);
    List<RigidTransform> estimate = new ArrayList<>();
    for (int i = 0; i < truth.size(); i++) {
      estimate.add(
          new RigidTransform(
              Rotation.about(new Vector3(0, 1, 0), Math.toRadians(0.03 * i)),
              truth.get(i).translation()));
    }
    KittiOdometryError error = KittiOdometryError.of(estimate, truth);
    assertEquals(1, error.segments());
    assertEquals(0.03 * 101, error.rotationDegreesPer100Metres(), 1e-9);
  }

  @Test
  void aWayShorterThanEverySegmentHasNoKittiError() {
    KittiOdometryError error = KittiOdometryError.of(Paths.line(50, 1), Paths.line(50, 1));
    assertEquals(0, error.segments());
    assertEquals(Double.NaN, error.translationPercent());
  }

  @Test
  void snippetsAreMatchedAtTheirFirstPoseAndScaled() {
    List<RigidTransform> truth = List.of(Paths.at(7, 0, 0), Paths.at(9, 0, 0), Paths.at(11, 0, 0));
    List<RigidTransform> estimate =
        List.of(Paths.at(0, 0, 0), Paths.at(1, 0, 0), Paths.at(1, 1, 0));
    // Scale (2·1 + 4·1) / (1 + 2) = 2; errors (0, 0), (0, 0) and (−2, 2).
    SnippetTrajectoryError error = SnippetTrajectoryError.of(estimate, truth, 3);
    assertEquals(1, error.rmse().count());
    assertEquals(Math.sqrt(8) / 3, error.asPublished().mean(), 1e-12);
    assertEquals(Math.sqrt(8.0 / 3), error.rmse().mean(), 1e-12);
  }

  @Test
  void snippetsOfAnEstimateThatStandsStillKeepTheWholeError() {
    List<RigidTransform> still = List.of(Paths.at(0, 0, 0), Paths.at(0, 0, 0));
    SnippetTrajectoryError error = SnippetTrajectoryError.of(still, Paths.line(2, 3), 2);
    assertEquals(1.5, error.asPublished().mean(), 1e-12);
  }

  @Test
  void nonsenseIsRefused() {
    List<RigidTransform> line = Paths.line(5, 1);
    assertThrows(IllegalArgumentException.class, () -> RelativePoseError.overFrames(line, line, 0));
    assertThrows(
        IllegalArgumentException.class, () -> RelativePoseError.overDistance(line, line, 0));
    assertThrows(IllegalArgumentException.class, () -> SnippetTrajectoryError.of(line, line, 6));
    assertThrows(
        IllegalArgumentException.class, () -> KittiOdometryError.of(line, Paths.line(4, 1)));
  }
}
