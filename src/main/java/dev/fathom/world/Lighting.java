package dev.fathom.world;

import dev.fathom.geometry.Vector3;

/**
 * The light in a scene: one source that throws shadows, light from all around, and the sky.
 *
 * @param sun whether the source is the sun, so that {@code source} is a direction towards it;
 *     otherwise it is the place of a lamp
 * @param source see {@code sun}. Frame: world
 * @param colour light of the source; of a lamp, at one metre
 * @param above ambient light from above
 * @param below ambient light from below
 * @param horizon sky near the horizon, and what a ray sees that meets nothing
 * @param zenith sky overhead
 * @param clouds share of the sky that clouds cover
 * @param haze how fast far things fade into the horizon. Units: 1/m
 * @param seed shape of the clouds
 */
record Lighting(
    boolean sun,
    Vector3 source,
    Rgb colour,
    Rgb above,
    Rgb below,
    Rgb horizon,
    Rgb zenith,
    double clouds,
    double haze,
    int seed) {}
