/* A publisher or subscriber of images or clouds on Cyclone DDS, as rmw_cyclonedds_cpp would be one; see options.h. */
#include "pattern.h"
#include "options.h"
#include "dds/dds.h"
#include "messages.h"

#define IMAGE sensor_msgs_msg_dds__Image_
#define CLOUD sensor_msgs_msg_dds__PointCloud2_

static void check(int32_t code, const char *what) {
  if (code < 0) {
    fprintf(stderr, "%s: %s\n", what, dds_strretcode(-code));
    exit(1);
  }
}

static dds_qos_t *qos_of(const struct options *o) {
  dds_qos_t *qos = dds_create_qos();
  dds_qset_reliability(qos, o->reliable ? DDS_RELIABILITY_RELIABLE : DDS_RELIABILITY_BEST_EFFORT, DDS_SECS(1));
  dds_qset_durability(qos, o->transient_local ? DDS_DURABILITY_TRANSIENT_LOCAL : DDS_DURABILITY_VOLATILE);
  dds_qset_history(qos, DDS_HISTORY_KEEP_LAST, 5);
  /* What is kept for late readers has a history of its own, of one sample unless told otherwise. */
  dds_qset_durability_service(qos, 0, DDS_HISTORY_KEEP_LAST, 5, DDS_LENGTH_UNLIMITED, DDS_LENGTH_UNLIMITED,
                              DDS_LENGTH_UNLIMITED);
  return qos;
}

static void stamp(std_msgs_msg_dds__Header_ *header, uint32_t number, char *frame) {
  int64_t now = now_nanos();
  header->stamp.sec = (int32_t)(now / 1000000000);
  header->stamp.nanosec = (uint32_t)(now % 1000000000);
  sprintf(frame, "%u", number);
  header->frame_id = frame;
}

static void write_image(dds_entity_t writer, const struct options *o, uint8_t *bytes, uint32_t number) {
  char frame[16];
  IMAGE image = {.height = o->height, .width = o->width, .encoding = "rgb8", .step = 3 * o->width};
  image.data._buffer = bytes;
  image.data._length = image.data._maximum = (uint32_t)payload_length(o);
  stamp(&image.header, number, frame);
  check(dds_write(writer, &image), "dds_write");
}

static void write_cloud(dds_entity_t writer, const struct options *o, uint8_t *bytes, uint32_t number) {
  char frame[16];
  sensor_msgs_msg_dds__PointField_ fields[4] = {{"x", 0, 7, 1}, {"y", 4, 7, 1}, {"z", 8, 7, 1}, {"rgb", 12, 7, 1}};
  CLOUD cloud = {.height = o->height, .width = o->width, .point_step = 16, .row_step = 16 * o->width};
  cloud.fields._buffer = fields;
  cloud.fields._length = cloud.fields._maximum = 4;
  cloud.data._buffer = bytes;
  cloud.data._length = cloud.data._maximum = (uint32_t)payload_length(o);
  stamp(&cloud.header, number, frame);
  check(dds_write(writer, &cloud), "dds_write");
}

static void send_all(dds_entity_t participant, dds_entity_t topic, const struct options *o) {
  dds_entity_t writer = dds_create_writer(participant, topic, qos_of(o), NULL);
  check(writer, "dds_create_writer");
  printf("ready\n");
  dds_publication_matched_status_t matched = {0};
  while (!o->transient_local && matched.current_count == 0) {
    check(dds_get_publication_matched_status(writer, &matched), "matched");
    if (input_ended(5)) {
      return;
    }
  }
  printf("matched %u\n", matched.current_count);
  uint8_t *bytes = malloc(payload_length(o));
  int64_t next = now_nanos();
  for (uint32_t n = 0; n < o->count; n++) {
    pattern_fill(bytes, payload_length(o), n);
    next += (int64_t)(1e9 / o->hertz);
    sleep_until_nanos(next);
    (o->cloud ? write_cloud : write_image)(writer, o, bytes, n);
  }
  printf("sent %u\n", o->count);
  free(bytes);
  while (!input_ended(1000)) {
  }
}

static void report(const std_msgs_msg_dds__Header_ *header, const uint8_t *bytes, uint32_t length, int64_t now) {
  int64_t sent = header->stamp.sec * 1000000000LL + header->stamp.nanosec;
  printf("message %s %u %016llx %lld\n", header->frame_id, length,
         (unsigned long long)pattern_checksum(bytes, length), (long long)(now - sent));
}

static void take(dds_entity_t reader, const struct options *o) {
  void *sample = NULL;
  dds_sample_info_t info;
  dds_return_t count;
  while ((count = dds_take(reader, &sample, &info, 1, 1)) > 0) {
    int64_t now = now_nanos();
    if (info.valid_data && o->cloud) {
      const CLOUD *cloud = sample;
      report(&cloud->header, cloud->data._buffer, cloud->data._length, now);
    } else if (info.valid_data) {
      const IMAGE *image = sample;
      report(&image->header, image->data._buffer, image->data._length, now);
    }
    dds_return_loan(reader, &sample, count);
  }
}

static void receive_all(dds_entity_t participant, dds_entity_t topic, const struct options *o) {
  dds_entity_t reader = dds_create_reader(participant, topic, qos_of(o), NULL);
  check(reader, "dds_create_reader");
  dds_entity_t waitset = dds_create_waitset(participant);
  dds_entity_t condition = dds_create_readcondition(reader, DDS_ANY_STATE);
  check(dds_waitset_attach(waitset, condition, 0), "dds_waitset_attach");
  printf("ready\n");
  uint32_t partners = 0;
  while (!input_ended(0)) {
    dds_attach_t fired;
    check(dds_waitset_wait(waitset, &fired, 1, DDS_MSECS(20)), "dds_waitset_wait");
    dds_subscription_matched_status_t matched;
    check(dds_get_subscription_matched_status(reader, &matched), "matched");
    if (matched.current_count != partners) {
      partners = matched.current_count;
      printf("matched %u\n", partners);
    }
    take(reader, o);
  }
}

int main(int argc, char **argv) {
  struct options o = parse_options(argc, argv);
  dds_entity_t participant = dds_create_participant(o.domain, NULL, NULL);
  check(participant, "dds_create_participant");
  const dds_topic_descriptor_t *type =
      o.cloud ? &sensor_msgs_msg_dds__PointCloud2__desc : &sensor_msgs_msg_dds__Image__desc;
  char name[256];
  snprintf(name, sizeof name, "rt%s", o.topic);
  dds_entity_t topic = dds_create_topic(participant, type, name, NULL, NULL);
  check(topic, "dds_create_topic");
  (o.send ? send_all : receive_all)(participant, topic, &o);
  dds_delete(participant);
  return 0;
}
