package dev.fathom.train.data.recording;

import dev.fathom.train.data.Field;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stamps of what belongs to one picture. Units: nanoseconds.
 *
 * @param image its own
 * @param previous of the picture before, near enough in time
 * @param next of the picture after
 * @param right of its partner
 * @param depth of its depth image
 * @param lidar of the points measured nearest in time
 * @param fields what a shot of it has
 */
record BagFrame(
    long image,
    @Nullable Long previous,
    @Nullable Long next,
    @Nullable Long right,
    @Nullable Long depth,
    @Nullable Long lidar,
    Set<Field> fields) {}
