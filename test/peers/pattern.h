/* The content that both sides expect of message number n, and its checksum; mirrored in Pattern.java. */
#ifndef PATTERN_H
#define PATTERN_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

static const uint64_t PATTERN_PRIME = 0x9e3779b97f4a7c15u;

/* Byte i of message number n. */
static inline void pattern_fill(uint8_t *bytes, size_t length, uint32_t n) {
  uint64_t state = (n + 1) * PATTERN_PRIME;
  for (size_t i = 0; i < length; i += 8) {
    state = (state ^ (state >> 29)) * PATTERN_PRIME;
    memcpy(bytes + i, &state, length - i < 8 ? length - i : 8);
  }
}

/* Little-endian words of eight bytes, the last one filled up with zeros. */
static inline uint64_t pattern_checksum(const uint8_t *bytes, size_t length) {
  uint64_t sum = length;
  for (size_t i = 0; i < length; i += 8) {
    uint64_t word = 0;
    memcpy(&word, bytes + i, length - i < 8 ? length - i : 8);
    sum = (sum ^ word) * PATTERN_PRIME;
  }
  return sum;
}

static inline int64_t now_nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static inline void sleep_until_nanos(int64_t when) {
  struct timespec at = {when / 1000000000LL, when % 1000000000LL};
  while (clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL) != 0) {
  }
}
#endif
