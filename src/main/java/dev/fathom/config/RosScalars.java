package dev.fathom.config;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * What ROS takes YAML's plain scalars for: {@code yes} and {@code on} are booleans, {@code 0x10}
 * and {@code 010} whole numbers, {@code null} is text. Whatever is quoted is text.
 *
 * <p>Source: rcl_yaml_param_parser.
 */
final class RosScalars implements Schema {
  private static final Set<String> TRUE = spellings("y", "yes", "true", "on");
  private static final Set<String> FALSE = spellings("n", "no", "false", "off");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.?(inf|Inf|INF)");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.?(nan|NaN|NAN)");

  /** Each in lower case, upper case, and with a capital. */
  private static Set<String> spellings(String... words) {
    Set<String> all = new HashSet<>();
    for (String word : words) {
      all.add(word);
      all.add(word.toUpperCase(Locale.ROOT));
      all.add(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return Set.copyOf(all);
  }

  @Override
  public ScalarResolver getScalarResolver() {
    return (value, implicit) -> implicit ? tag(value) : Tag.STR;
  }

  private static Tag tag(String value) {
    if (value.isEmpty()) {
      return Tag.NULL;
    }
    if (TRUE.contains(value) || FALSE.contains(value)) {
      return Tag.BOOL;
    }
    if (INTEGER.matcher(value).matches() && integer(value).bitLength() < Long.SIZE) {
      return Tag.INT;
    }
    boolean number =
        FLOAT.matcher(value).matches()
            || INFINITE.matcher(value).matches()
            || NOT_A_NUMBER.matcher(value).matches();
    return number ? Tag.FLOAT : Tag.STR;
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    return Map.of(
        Tag.NULL, new Scalar(text -> null),
        Tag.BOOL, new Scalar(TRUE::contains),
        Tag.INT, new Scalar(RosScalars::shortest),
        Tag.FLOAT, new Scalar(RosScalars::real));
  }

  private record Scalar(Function<String, @Nullable Object> reader) implements ConstructNode {
    @Override
    public @Nullable Object construct(@Nullable Node node) {
      // A document without content has no node.
      return node == null ? null : reader.apply(((ScalarNode) node).getValue());
    }
  }

  private static BigInteger integer(String text) {
    boolean signed = text.charAt(0) == '-' || text.charAt(0) == '+';
    String digits = signed ? text.substring(1) : text;
    BigInteger size;
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      size = new BigInteger(digits.substring(2), 16);
    } else {
      size = new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    }
    return text.charAt(0) == '-' ? size.negate() : size;
  }

  /** An Integer where that is enough, a Long otherwise. */
  private static Number shortest(String text) {
    long value = integer(text).longValueExact();
    return value == (int) value ? (Number) (int) value : (Number) value;
  }

  private static double real(String text) {
    if (NOT_A_NUMBER.matcher(text).matches()) {
      return Double.NaN;
    }
    if (INFINITE.matcher(text).matches()) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(text);
  }
}
