package dev.fathom.world;

import java.util.Arrays;
import java.util.List;

/**
 * Renders the truth that was asked for about a picture.
 *
 * <p>Threads: one owner at a time. Cost: buffers are kept from call to call.
 */
final class TruthRenderer {
  private final PlaneFinder planes = new PlaneFinder();
  private final ThermalCamera thermal = new ThermalCamera();
  private final SparseDepth lidar = new SparseDepth();
  private final SensorDepth sensor = new SensorDepth();
  private byte[] moverOf = new byte[0];

  /**
   * Fills in what {@code out} is to hold.
   *
   * @param dice what sensors are like is drawn from them, in the same way whatever is asked for
   * @param frame changes the noise of sensors, but not what they are like
   */
  void render(Sight sight, List<MovingObject> movers, Dice dice, int frame, WorldSample out) {
    long thermalSeed = dice.bits();
    long lidarSeed = dice.bits();
    long sensorSeed = dice.bits();
    for (Truth truth : out.held()) {
      switch (truth) {
        case INSTANCES -> SurfaceTruth.instances(sight, out.instances());
        case PLANES -> planes.find(sight, out.planes());
        case NORMALS -> SurfaceTruth.normals(sight, out.normals());
        case PEOPLE -> SurfaceTruth.people(sight, out.people());
        case MOVERS -> SurfaceTruth.movers(sight, number(sight, movers), out.movers());
        case THERMAL ->
            thermal.take(sight, new Dice(thermalSeed), frame, out.celsius(), out.thermal());
        case LIDAR -> lidar.measure(sight, new Dice(lidarSeed), frame, out.lidar());
        case SENSOR_DEPTH -> sensor.measure(sight, new Dice(sensorSeed), frame, out.sensorDepth());
      }
    }
  }

  private byte[] number(Sight sight, List<MovingObject> movers) {
    int objects = sight.scene().objectCount();
    if (moverOf.length < objects) {
      moverOf = new byte[objects];
    }
    Arrays.fill(moverOf, (byte) 0);
    for (int i = 0; i < movers.size(); i++) {
      moverOf[movers.get(i).instance()] = (byte) (i + 1);
    }
    return moverOf;
  }
}
