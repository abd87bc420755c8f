package dev.fathom.ros.parameter;

import dev.fathom.codec.msg.Parameter;
import java.util.List;

/**
 * What happened to parameters at once.
 *
 * @param added declared
 * @param changed set, to their old value or a new one
 */
public record ParameterChanges(List<Parameter> added, List<Parameter> changed) {}
