// Sends what no honest peer sends: whatever bytes, under whatever type.
//   hostile_peer TOPIC TYPE reliable|best_effort
// TYPE is the name in DDS. Each line of standard input is one sample: HEXBYTES [LENGTH] (filled up with zeros to
// LENGTH). Says "ready", "matched N" when the number of its subscribers changes, and "sent" for each line.
#include "fast_participant.hpp"
#include <atomic>
#include <cstring>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>
#include <fastdds/dds/publisher/DataWriter.hpp>
#include <fastdds/dds/publisher/DataWriterListener.hpp>
#include <fastdds/dds/publisher/Publisher.hpp>
#include <fastdds/dds/topic/Topic.hpp>
#include <fastdds/dds/topic/TopicDataType.hpp>

using namespace eprosima::fastdds::dds;
using Bytes = std::vector<uint8_t>;

namespace {

struct RawType : TopicDataType {
  explicit RawType(const char* name) {
    setName(name);
    m_typeSize = 256u << 20;
    m_isGetKeyDefined = false;
  }
  bool serialize(void* data, eprosima::fastrtps::rtps::SerializedPayload_t* payload) override {
    const Bytes& bytes = *static_cast<Bytes*>(data);
    payload->length = static_cast<uint32_t>(bytes.size());
    std::memcpy(payload->data, bytes.data(), bytes.size());
    return true;
  }
  bool deserialize(eprosima::fastrtps::rtps::SerializedPayload_t*, void*) override { return false; }
  std::function<uint32_t()> getSerializedSizeProvider(void* data) override {
    return [data] { return static_cast<uint32_t>(static_cast<Bytes*>(data)->size()); };
  }
  void* createData() override { return new Bytes(); }
  void deleteData(void* data) override { delete static_cast<Bytes*>(data); }
  bool getKey(void*, eprosima::fastrtps::rtps::InstanceHandle_t*, bool) override { return false; }
};

struct Matches : DataWriterListener {
  void on_publication_matched(DataWriter*, const PublicationMatchedStatus& status) override {
    std::printf("matched %d\n", status.current_count);
    std::fflush(stdout);
  }
};

Bytes parse(const std::string& line) {
  std::istringstream in(line);
  std::string hex;
  size_t length = 0;
  in >> hex;
  Bytes bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  if (in >> length) bytes.resize(length);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: %s TOPIC TYPE reliable|best_effort\n", argv[0]);
    return 2;
  }
  const char* domain = std::getenv("ROS_DOMAIN_ID");
  DomainParticipant* participant = join(domain ? static_cast<uint32_t>(std::atoi(domain)) : 0);
  TypeSupport type(new RawType(argv[2]));
  type.register_type(participant);
  Topic* topic = participant->create_topic(std::string("rt") + argv[1], argv[2], TOPIC_QOS_DEFAULT);
  DataWriterQos qos = DATAWRITER_QOS_DEFAULT;
  bool reliable = std::strcmp(argv[3], "reliable") == 0;
  qos.reliability().kind = reliable ? RELIABLE_RELIABILITY_QOS : BEST_EFFORT_RELIABILITY_QOS;
  qos.endpoint().history_memory_policy = eprosima::fastrtps::rtps::DYNAMIC_RESERVE_MEMORY_MODE;
  qos.data_sharing().off();
  Matches matches;
  DataWriter* writer = participant->create_publisher(PUBLISHER_QOS_DEFAULT)->create_datawriter(topic, qos, &matches);
  std::printf("ready\n");
  std::fflush(stdout);
  std::string line;
  while (std::getline(std::cin, line)) {
    Bytes bytes = parse(line);
    bool written = writer->write(&bytes);
    std::printf(written ? "sent\n" : "failed\n");
    std::fflush(stdout);
  }
  std::_Exit(0);
}
