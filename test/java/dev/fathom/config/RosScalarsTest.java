package dev.fathom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RosScalarsTest {
  private static Object value(String text) {
    return ParameterFile.assignment("x:=" + text).value();
  }

  @Test
  void booleansHaveAllTheSpellingsOfRos() {
    for (String yes : List.of("true", "True", "TRUE", "yes", "Yes", "on", "ON", "y", "Y")) {
      assertEquals(true, value(yes), yes);
    }
    for (String no : List.of("false", "no", "No", "off", "OFF", "n", "N")) {
      assertEquals(false, value(no), no);
    }
    assertEquals("tRue", value("tRue"));
  }

  @Test
  void wholeNumbersMayBeHexadecimalOrOctal() {
    assertEquals(10, value("10"));
    assertEquals(-31, value("-0x1F"));
    assertEquals(8, value("010"));
    assertEquals(0, value("0"));
    assertEquals(3_000_000_000L, value("3000000000"));
    assertEquals(Long.MIN_VALUE, value("-9223372036854775808"));
  }

  @Test
  void numbersNeedADotAnExponentOrTooManyDigits() {
    assertEquals(1.0, value("1."));
    assertEquals(0.5, value(".5"));
    assertEquals(-1200.0, value("-1.2e3"));
    assertEquals(1e3, value("1e3"));
    assertEquals(8.0, value("08"));
    assertEquals(Math.pow(2, 63), value("9223372036854775808"));
    assertEquals(Double.NEGATIVE_INFINITY, value("-.inf"));
    assertEquals(Double.NaN, value(".nan"));
  }

  @Test
  void theRestIsTextAndSoIsWhatIsQuoted() {
    assertEquals("null", value("null"));
    assertEquals("~", value("~"));
    assertEquals("1.2.3", value("1.2.3"));
    assertEquals("10", value("'10'"));
    assertEquals("yes", value("\"yes\""));
    assertEquals("", value("''"));
    assertEquals(List.of(1, 2), value("[1, 2]"));
  }

  @Test
  void noValueIsRefused() {
    String message = assertThrows(IllegalArgumentException.class, () -> value("")).getMessage();
    assertTrue(message.endsWith("no value after ':='"), message);
  }
}
