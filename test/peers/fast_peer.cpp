// A publisher or subscriber of images or clouds on Fast DDS, as rmw_fastrtps_cpp would be one; see options.h.
#include "fast_participant.hpp"
#include "messagesPubSubTypes.h"
#include "options.h"
#include "pattern.h"
#include <atomic>
#include <string>
#include <vector>
#include <fastdds/dds/publisher/DataWriter.hpp>
#include <fastdds/dds/publisher/DataWriterListener.hpp>
#include <fastdds/dds/publisher/Publisher.hpp>
#include <fastdds/dds/subscriber/DataReader.hpp>
#include <fastdds/dds/subscriber/DataReaderListener.hpp>
#include <fastdds/dds/subscriber/SampleInfo.hpp>
#include <fastdds/dds/subscriber/Subscriber.hpp>
#include <fastdds/dds/topic/Topic.hpp>

using namespace eprosima::fastdds::dds;
using sensor_msgs::msg::dds_::Image_;
using sensor_msgs::msg::dds_::PointCloud2_;

namespace {

template <typename Qos>
Qos with_options(Qos qos, const options& o) {
  qos.reliability().kind = o.reliable ? RELIABLE_RELIABILITY_QOS : BEST_EFFORT_RELIABILITY_QOS;
  qos.durability().kind = o.transient_local ? TRANSIENT_LOCAL_DURABILITY_QOS : VOLATILE_DURABILITY_QOS;
  qos.history().kind = KEEP_LAST_HISTORY_QOS;
  qos.history().depth = 5;
  qos.endpoint().history_memory_policy = eprosima::fastrtps::rtps::PREALLOCATED_WITH_REALLOC_MEMORY_MODE;
  qos.data_sharing().off();
  return qos;
}

Image_ message(const options& o, Image_*) {
  Image_ image;
  image.height(o.height);
  image.width(o.width);
  image.encoding("rgb8");
  image.step(3 * o.width);
  return image;
}

PointCloud2_ message(const options& o, PointCloud2_*) {
  PointCloud2_ cloud;
  cloud.height(o.height);
  cloud.width(o.width);
  cloud.point_step(16);
  cloud.row_step(16 * o.width);
  const char* names[] = {"x", "y", "z", "rgb"};
  for (uint32_t i = 0; i < 4; i++) {
    sensor_msgs::msg::dds_::PointField_ field;
    field.name(names[i]);
    field.offset(4 * i);
    field.datatype(7);
    field.count(1);
    cloud.fields().push_back(field);
  }
  return cloud;
}

struct WriterMatches : DataWriterListener {
  std::atomic<int> count{0};
  void on_publication_matched(DataWriter*, const PublicationMatchedStatus& status) override {
    count = status.current_count;
  }
};

template <typename T>
void send_all(DomainParticipant* participant, Topic* topic, const options& o) {
  WriterMatches matches;
  DataWriterQos qos = with_options(DATAWRITER_QOS_DEFAULT, o);
  Publisher* publisher = participant->create_publisher(PUBLISHER_QOS_DEFAULT);
  DataWriter* writer = publisher->create_datawriter(topic, qos, &matches);
  std::printf("ready\n");
  while (!o.transient_local && matches.count == 0) {
    if (input_ended(5)) return;
  }
  std::printf("matched %d\n", matches.count.load());
  T sample = message(o, static_cast<T*>(nullptr));
  sample.data().resize(payload_length(&o));
  int64_t next = now_nanos();
  for (uint32_t n = 0; n < o.count; n++) {
    pattern_fill(sample.data().data(), sample.data().size(), n);
    next += static_cast<int64_t>(1e9 / o.hertz);
    sleep_until_nanos(next);
    int64_t now = now_nanos();
    sample.header().stamp().sec(static_cast<int32_t>(now / 1000000000));
    sample.header().stamp().nanosec(static_cast<uint32_t>(now % 1000000000));
    sample.header().frame_id(std::to_string(n));
    writer->write(&sample);
  }
  std::printf("sent %u\n", o.count);
  while (!input_ended(1000)) {
  }
}

template <typename T>
struct Reports : DataReaderListener {
  T sample;
  void on_subscription_matched(DataReader*, const SubscriptionMatchedStatus& status) override {
    std::printf("matched %d\n", status.current_count);
  }
  void on_data_available(DataReader* reader) override {
    SampleInfo info;
    while (reader->take_next_sample(&sample, &info) == ReturnCode_t::RETCODE_OK) {
      if (!info.valid_data) continue;
      int64_t now = now_nanos();
      const auto& header = sample.header();
      int64_t sent = header.stamp().sec() * 1000000000LL + header.stamp().nanosec();
      const auto& data = sample.data();
      std::printf("message %s %zu %016llx %lld\n", header.frame_id().c_str(), data.size(),
                  static_cast<unsigned long long>(pattern_checksum(data.data(), data.size())),
                  static_cast<long long>(now - sent));
    }
  }
};

template <typename T>
void receive_all(DomainParticipant* participant, Topic* topic, const options& o) {
  Reports<T> reports;
  Subscriber* subscriber = participant->create_subscriber(SUBSCRIBER_QOS_DEFAULT);
  DataReader* reader = subscriber->create_datareader(topic, with_options(DATAREADER_QOS_DEFAULT, o), &reports);
  std::printf("ready\n");
  while (!input_ended(1000)) {
  }
  reader->set_listener(nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  options o = parse_options(argc, argv);
  DomainParticipant* participant = join(o.domain);
  TypeSupport type(o.cloud ? static_cast<TopicDataType*>(new sensor_msgs::msg::dds_::PointCloud2_PubSubType())
                           : new sensor_msgs::msg::dds_::Image_PubSubType());
  type.register_type(participant);
  Topic* topic = participant->create_topic(std::string("rt") + o.topic, type.get_type_name(), TOPIC_QOS_DEFAULT);
  if (o.send && o.cloud) send_all<PointCloud2_>(participant, topic, o);
  else if (o.send) send_all<Image_>(participant, topic, o);
  else if (o.cloud) receive_all<PointCloud2_>(participant, topic, o);
  else receive_all<Image_>(participant, topic, o);
  std::fflush(stdout);
  std::_Exit(0);
}
