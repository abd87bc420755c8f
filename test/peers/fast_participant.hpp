// A participant of Fast DDS on loopback, without shared memory, as our tests want it.
#ifndef FAST_PARTICIPANT_HPP
#define FAST_PARTICIPANT_HPP
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <fastdds/dds/domain/DomainParticipant.hpp>
#include <fastdds/dds/domain/DomainParticipantFactory.hpp>
#include <fastdds/rtps/transport/UDPv4TransportDescriptor.h>
#include <fastrtps/utils/IPLocator.h>

inline eprosima::fastdds::dds::DomainParticipant* join(uint32_t domain) {
  using namespace eprosima::fastdds::dds;
  DomainParticipantQos qos = PARTICIPANT_QOS_DEFAULT;
  auto udp = std::make_shared<eprosima::fastdds::rtps::UDPv4TransportDescriptor>();
  udp->interfaceWhiteList.push_back("127.0.0.1");
  udp->maxInitialPeersRange = 20;
  udp->receiveBufferSize = udp->sendBufferSize = 4 << 20;
  udp->maxMessageSize = 65500;
  qos.transport().use_builtin_transports = false;
  qos.transport().user_transports.push_back(udp);
  // So that a peer that was killed is forgotten before a test loses its patience.
  qos.wire_protocol().builtin.discovery_config.leaseDuration = {4, 0};
  qos.wire_protocol().builtin.discovery_config.leaseDuration_announcementperiod = {1, 0};
  eprosima::fastrtps::rtps::Locator_t peer;
  eprosima::fastrtps::rtps::IPLocator::setIPv4(peer, 127, 0, 0, 1);
  qos.wire_protocol().builtin.initialPeersList.push_back(peer);
  DomainParticipant* participant =
      DomainParticipantFactory::get_instance()->create_participant(domain, qos);
  if (participant == nullptr) {
    std::fprintf(stderr, "cannot join domain %u\n", domain);
    std::exit(1);
  }
  return participant;
}
#endif
