/* The command line that all peers share:
 *   PEER send|receive image|cloud TOPIC reliable|best_effort volatile|transient_local COUNT WIDTH HEIGHT HERTZ
 * send waits for a subscriber (unless transient_local), publishes COUNT messages, says "sent COUNT" and stays
 * until its standard input ends. receive says "message NUMBER LENGTH CHECKSUM LATENCY_NANOS" for each, until its
 * standard input ends. Both say "ready" when the endpoint stands and "matched N" when the number of its partners
 * changes. The domain comes from ROS_DOMAIN_ID.
 */
#ifndef OPTIONS_H
#define OPTIONS_H
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <poll.h>

struct options {
  bool send;
  bool cloud;
  const char *topic;
  bool reliable;
  bool transient_local;
  uint32_t count;
  uint32_t width;
  uint32_t height;
  double hertz;
  uint32_t domain;
};

static inline struct options parse_options(int argc, char **argv) {
  if (argc != 10) {
    fprintf(stderr, "usage: %s send|receive image|cloud TOPIC reliable|best_effort volatile|transient_local"
                    " COUNT WIDTH HEIGHT HERTZ\n", argv[0]);
    exit(2);
  }
  struct options o;
  o.send = strcmp(argv[1], "send") == 0;
  o.cloud = strcmp(argv[2], "cloud") == 0;
  o.topic = argv[3];
  o.reliable = strcmp(argv[4], "reliable") == 0;
  o.transient_local = strcmp(argv[5], "transient_local") == 0;
  o.count = (uint32_t)atoi(argv[6]);
  o.width = (uint32_t)atoi(argv[7]);
  o.height = (uint32_t)atoi(argv[8]);
  o.hertz = atof(argv[9]);
  const char *domain = getenv("ROS_DOMAIN_ID");
  o.domain = domain ? (uint32_t)atoi(domain) : 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  return o;
}

/* Whether standard input has ended; waits at most so long. */
static inline bool input_ended(int milliseconds) {
  struct pollfd in = {0, POLLIN, 0};
  char byte;
  return poll(&in, 1, milliseconds) > 0 && read(0, &byte, 1) <= 0;
}

static inline size_t payload_length(const struct options *o) {
  return (size_t)o->width * o->height * (o->cloud ? 16 : 3);
}
#endif
