package dev.fathom.ros.rcl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  @Test
  void whatKeepsFailingIsToldOnceASecond() {
    List<String> said = new ArrayList<>();
    Complaints complaints = new Complaints((level, line) -> said.add(level + " " + line));
    for (int tenths = 0; tenths < 25; tenths++) {
      complaints.complain(
          Long.MAX_VALUE + TimeUnit.MILLISECONDS.toNanos(100L * tenths), "failed " + tenths);
    }
    assertEquals(List.of("ERROR failed 0", "ERROR failed 11", "ERROR failed 22"), said);
  }
}
