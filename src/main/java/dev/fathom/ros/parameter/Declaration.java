package dev.fathom.ros.parameter;

import dev.fathom.codec.msg.FloatingPointRange;
import dev.fathom.codec.msg.IntegerRange;
import dev.fathom.codec.msg.ParameterDescriptor;
import dev.fathom.codec.msg.ParameterType;
import dev.fathom.codec.msg.ParameterValue;
import dev.fathom.config.ParameterDescription;
import dev.fathom.config.ParameterDescription.Bounds;
import java.util.List;

/** What a parameter may be set to. */
final class Declaration {
  private final ParameterDescriptor descriptor;

  Declaration(ParameterDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  static Declaration of(ParameterDescription parameter) {
    int type = ParameterValues.type(parameter.type());
    boolean real = type == ParameterType.PARAMETER_DOUBLE;
    List<Bounds> range = parameter.range().stream().toList();
    return new Declaration(
        new ParameterDescriptor(
            parameter.name(),
            type,
            parameter.text(),
            parameter.constraint(),
            parameter.readOnly(),
            false,
            real ? range.stream().map(Declaration::real).toList() : List.of(),
            real ? List.of() : range.stream().map(Declaration::whole).toList()));
  }

  /** A parameter without a range. */
  static Declaration plain(String name, int type, String text, String values, boolean readOnly) {
    return new Declaration(
        new ParameterDescriptor(name, type, text, values, readOnly, false, List.of(), List.of()));
  }

  private static FloatingPointRange real(Bounds range) {
    return new FloatingPointRange(range.min(), range.max(), range.step());
  }

  private static IntegerRange whole(Bounds range) {
    return new IntegerRange((long) range.min(), (long) range.max(), (long) range.step());
  }

  ParameterDescriptor descriptor() {
    return descriptor;
  }

  String name() {
    return descriptor.name();
  }

  /** Why the value cannot be set by anyone who asks; empty: it can, as far as its kind goes. */
  String refusal(ParameterValue value) {
    if (descriptor.readOnly()) {
      return "parameter '" + name() + "' cannot be set because it is read-only";
    }
    if (value.type() == ParameterType.PARAMETER_NOT_SET) {
      return "parameter '" + name() + "' cannot be undeclared: it is statically typed";
    }
    return wrongType(value);
  }

  /** Empty where the type is right. */
  String wrongType(ParameterValue value) {
    if (value.type() == descriptor.type()) {
      return "";
    }
    return "Wrong parameter type, parameter {"
        + name()
        + "} is of type {"
        + ParameterValues.typeName(descriptor.type())
        + "}, setting it to {"
        + ParameterValues.typeName(value.type())
        + "} is not allowed.";
  }
}
