package dev.fathom.sensor;

import dev.fathom.geometry.Rotation;

/**
 * The optical frame of a rectified image that is turned against its camera's own, about the same
 * centre.
 *
 * <p>Frame: optical (REP 103), both.
 *
 * @param parent the camera's frame
 * @param child the rectified frame
 * @param parentFromChild maps points of the rectified frame to the camera's: the rotation of the
 *     static transform between them
 */
public record RectifiedFrame(String parent, String child, Rotation parentFromChild) {}
