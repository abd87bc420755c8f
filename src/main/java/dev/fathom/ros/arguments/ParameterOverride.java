package dev.fathom.ros.arguments;

import dev.fathom.config.Setting;

/**
 * A parameter's value from outside.
 *
 * @param setting name, value and where it stands
 * @param forAnyNode whether it was given to every node that matches a wildcard, so that it may well
 *     be meant for others only
 */
public record ParameterOverride(Setting setting, boolean forAnyNode) {}
