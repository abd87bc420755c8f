package dev.fathom.world;

import dev.fathom.geometry.Vector3;

/**
 * A sphere that stands in for a thing where soft shade is estimated.
 *
 * <p>Frame: world. Units: metres.
 *
 * @param object the thing that it moves with
 */
record Blob(Vector3 centre, double radius, int object) {}
