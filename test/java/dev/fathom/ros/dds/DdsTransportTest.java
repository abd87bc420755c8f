package dev.fathom.ros.dds;

import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportContract;
import dev.fathom.ros.arguments.RosArguments;
import java.util.List;

/** What every transport promises, over Fast DDS on loopback. */
class DdsTransportTest extends TransportContract {
  private static final int DOMAIN = Domains.next();

  @Override
  protected Transport open(String node, String inNamespace, List<String> rosArguments) {
    return DdsTransport.open(
        RosArguments.parse(rosArguments).names(inNamespace, node),
        DdsOptions.localhost(DOMAIN),
        line -> {});
  }

  @Override
  protected byte[] call(String service, String type, byte[] request) {
    throw new UnsupportedOperationException("no services");
  }
}
