package dev.fathom.world;

import dev.fathom.geometry.Vector3;

/**
 * What an inertial measurement unit reads.
 *
 * <p>Frame: the unit's own.
 *
 * @param angularVelocity rate of turn. Units: rad/s
 * @param specificForce acceleration less gravity: at rest it points up with 9.81. Units: m/s²
 */
public record ImuReading(Vector3 angularVelocity, Vector3 specificForce) {}
