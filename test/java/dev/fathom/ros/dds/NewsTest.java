package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewsTest {
  private final News<String> news = new News<>();
  private final List<String> told = new ArrayList<>();

  @Test
  void theNewestIsToldOnce() {
    news.tell(told::add);
    news.again();
    news.tell(told::add);
    assertEquals(List.of(), told, "there is nothing to tell yet");
    news.put("first");
    news.put("second");
    news.tell(told::add);
    news.tell(told::add);
    news.again();
    news.tell(told::add);
    assertEquals(List.of("second", "second"), told);
  }

  @Test
  void whatComesDuringATellingIsToldNext() {
    news.put("first");
    news.tell(
        value -> {
          told.add(value);
          news.put("second");
        });
    news.tell(told::add);
    assertEquals(List.of("first", "second"), told);
  }

  @Test
  void whatCouldNotBeToldIsToldNext() {
    news.put("first");
    assertThrows(
        IllegalStateException.class,
        () ->
            news.tell(
                value -> {
                  throw new IllegalStateException("meant to fail");
                }));
    news.tell(told::add);
    assertEquals(List.of("first"), told);
  }
}
