package dev.fathom.node;

import dev.fathom.ros.log.NodeLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notices each camera that sends no image for too long, and that it returns. Threads: one at a
 * time.
 */
final class SilenceWatch {
  private final NodeLog log;

  /** By the name of the input, whose topic may change. */
  private final Map<String, Camera> cameras = new HashMap<>();

  private static final class Camera {
    /** A camera that appears late is not late from the start of the node. */
    final long sinceNanos;

    boolean told;

    Camera(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  SilenceWatch(NodeLog log) {
    this.log = log;
  }

  /**
   * Adds what is wrong with each source.
   *
   * @param sources those that frames need now
   * @return whether a camera is silent
   */
  boolean look(List<ImageSource> sources, double timeoutSeconds, List<String> problems) {
    long now = System.nanoTime();
    Set<String> names = new HashSet<>();
    boolean anySilent = false;
    for (ImageSource source : sources) {
      names.add(source.input().name());
      Camera camera = cameras.computeIfAbsent(source.input().name(), name -> new Camera(now));
      anySilent |= isSilent(source, camera, now, timeoutSeconds, problems);
    }
    cameras.keySet().retainAll(names);
    return anySilent;
  }

  private boolean isSilent(
      ImageSource source, Camera camera, long now, double timeoutSeconds, List<String> problems) {
    String topic = source.input().topic();
    double seconds = (now - Math.max(source.lastNanos(), camera.sinceNanos)) / 1e9;
    if (seconds <= timeoutSeconds) {
      if (camera.told) {
        camera.told = false;
        log.info("images come again on " + topic);
      }
      return false;
    }
    int publishers = source.input().subscription().publishers();
    // Connected and silent is another trouble than not connected.
    String though = publishers == 0 ? "" : ", though it has " + publishers + " publisher(s)";
    boolean never = source.lastNanos() == Long.MIN_VALUE;
    String problem =
        never
            ? "no image yet on " + topic + though
            : String.format("no image for %.1f s on %s%s", seconds, topic, though);
    // That nobody has published yet is told with what to do, as the topic's connection.
    if (!camera.told && (!never || publishers > 0)) {
      camera.told = true;
      log.error(problem);
    }
    problems.add(problem);
    return true;
  }
}
