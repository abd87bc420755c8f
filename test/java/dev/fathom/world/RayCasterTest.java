package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RayCasterTest {
  private static final Material GREY = Material.plain(Rgb.grey(0.5), 0, 1);
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static Ray ray(Vector3 o, Vector3 d) {
    return new Ray().from(o.x(), o.y(), o.z()).towards(d.x(), d.y(), d.z());
  }

  private static Vector3 direction(Dice dice) {
    return new Vector3(dice.gaussian(), dice.gaussian(), dice.gaussian());
  }

  /** Not always a hit. */
  private static Vector3 towards(Solid solid, Vector3 from, Dice dice) {
    return solid.worldFromSolid().translation().plus(direction(dice).times(0.7)).minus(from);
  }

  private static Solid solid(Solid.Form form, Dice dice) {
    Rotation turn = Rotation.about(direction(dice), dice.between(0, 3));
    Vector3 half =
        new Vector3(dice.between(0.2, 1.5), dice.between(0.2, 1.5), dice.between(0.2, 1.5));
    if (form == Solid.Form.CAPSULE) {
      half = new Vector3(half.x(), half.x(), half.x() + half.z());
    }
    return new Solid(form, new RigidTransform(turn, direction(dice)), half, GREY);
  }

  @ParameterizedTest
  @EnumSource(Solid.Form.class)
  void raysStopAtTheSurfaceAndNowhereBefore(Solid.Form form) {
    Dice dice = new Dice(11, form.name().hashCode());
    int hits = 0;
    for (int i = 0; i < 2000; i++) {
      Solid solid = solid(form, dice);
      SolidTable table = new SolidTable(List.of(solid));
      Vector3 o = direction(dice).times(4);
      Vector3 d = towards(solid, o, dice);
      double t = table.meet(0, ray(o, d), 0);
      boolean inside = distance(table, o) < 0;
      if (t < INFINITY) {
        hits++;
        assertEquals(0, distance(table, o.plus(d.times(t))), 1e-9, form + ", ray " + i);
      }
      // Between the eye and the hit (or anywhere on a ray that misses), only one side is seen.
      double end = Math.min(t, 20);
      for (int k = 1; k < 40; k++) {
        double there = distance(table, o.plus(d.times(end * k / 40)));
        String where = form + ", ray " + i + " at " + k + "/40: " + there;
        assertTrue(inside ? there < 1e-9 : there > -1e-9, where);
      }
    }
    assertTrue(hits > 200, "too few rays met the body: " + hits);
  }

  private static double distance(SolidTable table, Vector3 p) {
    return table.distance(0, p.x(), p.y(), p.z());
  }

  @ParameterizedTest
  @EnumSource(Solid.Form.class)
  void normalsAreTheGradientOfTheDistance(Solid.Form form) {
    Dice dice = new Dice(12, form.name().hashCode());
    int tested = 0;
    for (int i = 0; i < 1000; i++) {
      Solid solid = solid(form, dice);
      Scene scene = scene(List.of(solid));
      RayCaster rays = new RayCaster(scene);
      Vector3 o = direction(dice).times(6);
      Vector3 d = towards(solid, o, dice).normalised();
      double t = rays.nearest(ray(o, d), 0, INFINITY);
      if (rays.solid < 0 || scene.clearance(o) < 0) {
        continue;
      }
      Vector3 p = o.plus(d.times(t));
      rays.resolve(ray(o, d), t);
      Vector3 normal = new Vector3(rays.nx, rays.ny, rays.nz);
      double h = 1e-5;
      Vector3 gradient =
          new Vector3(
                  scene.clearance(p.plus(new Vector3(h, 0, 0))) - scene.clearance(p),
                  scene.clearance(p.plus(new Vector3(0, h, 0))) - scene.clearance(p),
                  scene.clearance(p.plus(new Vector3(0, 0, h))) - scene.clearance(p))
              .normalised();
      // Forward differences fail only within h of an edge.
      if (Math.abs(gradient.dot(normal)) < 0.999) {
        continue;
      }
      tested++;
      assertTrue(normal.dot(d) < 0, "the normal looks away from the eye");
      assertEquals(1, normal.norm(), 1e-9);
    }
    assertTrue(tested > 400, form + ": normals agreed only " + tested + " times");
  }

  private static Scene scene(List<Solid> solids) {
    return new Scene(
        Scene.Kind.ROOM,
        Vector3.ZERO,
        new Vector3(1, 1, 1),
        TestScenes.light(),
        solids,
        List.of(),
        List.of(ObjectKind.STRUCTURE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theTreeFindsWhatTryingEveryBodyFinds(long seed) {
    Dice dice = new Dice(seed);
    Scene scene = seed % 2 == 0 ? RoomScenes.random(dice) : StreetScenes.random(dice);
    SolidTable solids = scene.solids();
    RayCaster rays = new RayCaster(scene);
    for (int i = 0; i < 2000; i++) {
      Vector3 o = new Vector3(dice.between(-2, 2), dice.between(-2, 2), dice.between(0.1, 2));
      Vector3 d = direction(dice);
      double expected = INFINITY;
      for (int s = 0; s < solids.count; s++) {
        expected = Math.min(expected, solids.meet(s, ray(o, d), 0));
      }
      double found = rays.nearest(ray(o, d), 0, INFINITY);
      assertEquals(expected, found, "seed " + seed + ", ray " + i);
      boolean blocked = rays.blocked(ray(o, d), 0, 3);
      assertEquals(expected < 3, blocked, "seed " + seed + ", ray " + i);
    }
  }

  @Test
  void aRayAlongAnAxisMeetsTheWallThatItFaces() {
    Solid wall =
        new Solid(
            Solid.Form.BOX,
            new RigidTransform(Rotation.IDENTITY, new Vector3(5, 0, 0)),
            new Vector3(0, 2, 2),
            GREY);
    RayCaster rays = new RayCaster(scene(List.of(wall)));
    assertEquals(5, rays.nearest(new Ray().from(0, 0, 0).towards(1, 0, 0), 0, INFINITY));
    assertEquals(INFINITY, rays.nearest(new Ray().from(0, 0, 0).towards(0, 1, 0), 0, INFINITY));
    assertEquals(
        INFINITY,
        rays.nearest(new Ray().from(5, 0, 0).towards(0, 1, 0), 0, INFINITY),
        "in the plane itself");
  }
}
