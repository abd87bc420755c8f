package dev.fathom.geometry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tree of coordinate frames that /tf and /tf_static describe.
 *
 * <p>Frame names count with and without a leading slash. A link from the static topic holds at all
 * times; one with stamps is interpolated between them and never extrapolated. Per link, the oldest
 * stamps go when there are more than {@code maxStamps}, or where they lie further back than {@code
 * spanNanos}. Units: nanoseconds, metres. Threads: one owner at a time. Source: REP 105 and tf2.
 */
public final class TransformTree {
  /** 100 Hz for a good minute and a half. */
  public static final int DEFAULT_MAX_STAMPS = 10_000;

  private final int maxStamps;
  private final long spanNanos;
  private final int maxLinks;
  private final Map<String, Link> linkOfChild = new HashMap<>();
  private long version;
  private long refusedLinks;

  public TransformTree() {
    this(DEFAULT_MAX_STAMPS);
  }

  /**
   * @param maxStamps stamps kept for each link
   */
  public TransformTree(int maxStamps) {
    this(maxStamps, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * One whose memory is bounded however long it is fed.
   *
   * @param maxStamps stamps kept for each link
   * @param spanNanos how far stamps may lie behind the newest of their link
   * @param maxLinks most links; {@link #refusedLinks} counts what came for others
   */
  public TransformTree(int maxStamps, long spanNanos, int maxLinks) {
    if (maxStamps < 2) {
      throw new IllegalArgumentException("maxStamps must be at least 2, found " + maxStamps);
    }
    if (spanNanos <= 0 || maxLinks < 1) {
      throw new IllegalArgumentException(
          "a span above 0 and a link at least, found " + spanNanos + " ns and " + maxLinks);
    }
    this.maxStamps = maxStamps;
    this.spanNanos = spanNanos;
    this.maxLinks = maxLinks;
  }

  /** Links {@code child} to {@code parent} at all times. A loop is refused. */
  public void putStatic(String parent, String child, RigidTransform parentFromChild) {
    if (isFullFor(plain(child))) {
      return;
    }
    Link old = linkOfChild.get(plain(child));
    Link link = new Link(plain(parent), true);
    link.at.put(0L, parentFromChild);
    attach(plain(child), link);
    if (old == null
        || !old.isStatic
        || !old.parent.equals(link.parent)
        || !old.at.equals(link.at)) {
      version++;
    }
  }

  /**
   * Links {@code child} to {@code parent} at one time. A loop is refused; another parent than
   * before begins a new history.
   */
  public void put(String parent, String child, long stampNanos, RigidTransform parentFromChild) {
    String name = plain(child);
    if (isFullFor(name)) {
      return;
    }
    Link link = linkOfChild.get(name);
    if (link == null || link.isStatic || !link.parent.equals(plain(parent))) {
      link = new Link(plain(parent), false);
      attach(name, link);
    }
    link.at.put(stampNanos, parentFromChild);
    version++;
    if (link.at.size() > maxStamps) {
      link.at.pollFirstEntry();
    }
    if (spanNanos < Long.MAX_VALUE) {
      link.at.headMap(link.at.lastKey() - spanNanos, false).clear();
    }
  }

  private boolean isFullFor(String child) {
    boolean full = linkOfChild.size() >= maxLinks && !linkOfChild.containsKey(child);
    refusedLinks += full ? 1 : 0;
    return full;
  }

  /** How many transforms were for links beyond the most that are kept. */
  public long refusedLinks() {
    return refusedLinks;
  }

  /** Forgets everything that has a stamp, as after a jump of time; static links stay. */
  public void forgetStamped() {
    linkOfChild.values().removeIf(link -> !link.isStatic);
    version++;
  }

  /** Grows with every change; a static link that is repeated is none. */
  public long version() {
    return version;
  }

  /** {@code targetFromSource} at a time; empty where {@link #problem} has something to say. */
  public Optional<RigidTransform> lookup(String target, String source, long stampNanos) {
    return Optional.ofNullable(resolve(plain(target), plain(source), stampNanos).transform);
  }

  /**
   * Why {@link #lookup} with these arguments is empty, in one line that names the frames; empty
   * when it is not.
   */
  public Optional<String> problem(String target, String source, long stampNanos) {
    return Optional.ofNullable(resolve(plain(target), plain(source), stampNanos).problem);
  }

  /** Whether links join both frames, at whatever time. */
  public boolean joins(String target, String source) {
    return !Collections.disjoint(ancestors(plain(target)), ancestors(plain(source)));
  }

  private Answer resolve(String target, String source, long stampNanos) {
    List<String> targetUp = ancestors(target);
    List<String> sourceUp = ancestors(source);
    String common = sourceUp.stream().filter(targetUp::contains).findFirst().orElse(null);
    if (common == null) {
      return Answer.no(
          String.format(
              "no link joins '%s' (tree of '%s') and '%s' (tree of '%s')",
              target,
              targetUp.get(targetUp.size() - 1),
              source,
              sourceUp.get(sourceUp.size() - 1)));
    }
    Answer fromSource = climb(sourceUp, common, stampNanos);
    Answer fromTarget = climb(targetUp, common, stampNanos);
    if (fromSource.transform == null) {
      return fromSource;
    }
    if (fromTarget.transform == null) {
      return fromTarget;
    }
    return Answer.yes(fromTarget.transform.inverse().after(fromSource.transform));
  }

  /** The transform from the first frame of the list into {@code ancestor}. */
  private Answer climb(List<String> upwards, String ancestor, long stampNanos) {
    RigidTransform sum = RigidTransform.IDENTITY;
    for (String child : upwards) {
      Link link = linkOfChild.get(child);
      if (child.equals(ancestor) || link == null) {
        break;
      }
      RigidTransform step = link.sample(stampNanos);
      if (step == null) {
        return Answer.no(
            String.format(
                "the link '%s' to '%s' is known from %d to %d ns, not at %d ns",
                link.parent, child, link.at.firstKey(), link.at.lastKey(), stampNanos));
      }
      sum = step.after(sum);
    }
    return Answer.yes(sum);
  }

  private List<String> ancestors(String frame) {
    List<String> names = new ArrayList<>();
    names.add(frame);
    for (Link l = linkOfChild.get(frame); l != null; l = linkOfChild.get(l.parent)) {
      names.add(l.parent);
    }
    return names;
  }

  private void attach(String child, Link link) {
    if (ancestors(link.parent).contains(child)) {
      throw new IllegalArgumentException(
          "a transform from '" + link.parent + "' to '" + child + "' would close a loop");
    }
    linkOfChild.put(child, link);
  }

  private static String plain(String frame) {
    String name = frame.startsWith("/") ? frame.substring(1) : frame;
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a frame needs a name, found '" + frame + "'");
    }
    return name;
  }

  /** parentFromChild over time. */
  private static final class Link {
    final String parent;
    final boolean isStatic;
    final NavigableMap<Long, RigidTransform> at = new TreeMap<>();

    Link(String parent, boolean isStatic) {
      this.parent = parent;
      this.isStatic = isStatic;
    }

    @Nullable RigidTransform sample(long stampNanos) {
      Map.Entry<Long, RigidTransform> before = at.floorEntry(stampNanos);
      Map.Entry<Long, RigidTransform> after = at.ceilingEntry(stampNanos);
      if (isStatic) {
        return at.firstEntry().getValue();
      }
      if (before == null || after == null) {
        return null;
      }
      long span = after.getKey() - before.getKey();
      if (span == 0) {
        return before.getValue();
      }
      double fraction = (double) (stampNanos - before.getKey()) / span;
      return before.getValue().interpolate(after.getValue(), fraction);
    }
  }

  private record Answer(@Nullable RigidTransform transform, @Nullable String problem) {
    static Answer yes(RigidTransform transform) {
      return new Answer(transform, null);
    }

    static Answer no(String problem) {
      return new Answer(null, problem);
    }
  }
}
