package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SamplerOptionsTest {
  @Test
  void theyAreDescribedInWords() {
    assertEquals(
        "training scenes, 60 % rooms, 15 % grey, 45.0 to 100.0 degrees wide, baselines of 0.05 to"
            + " 0.6 m, with camera faults",
        SamplerOptions.defaults().describe());
    assertEquals(
        "validation scenes, 25 % rooms, 15 % grey, 45.0 to 100.0 degrees wide, baselines of 0.05 to"
            + " 0.6 m, 3 people more",
        SamplerOptions.defaults()
            .withSplit(SamplerOptions.Split.VALIDATION)
            .withRoomShare(0.25)
            .withCameraFaults(false)
            .withPeople(3)
            .describe());
  }
}
