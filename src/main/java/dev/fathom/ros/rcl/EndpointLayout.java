package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.fathom.bag.QosProfile;
import dev.fathom.ros.Endpoint;
import dev.fathom.ros.TransportException;

/**
 * {@code rmw_topic_endpoint_info_t} in memory. It begins with node name, namespace and type and
 * ends with the quality of service; what lies between grew from Humble to Iron, so the rest is
 * measured with rmw's own setters.
 *
 * @param typeOffset where it says publisher or subscription
 * @param qosOffset where the quality of service lies
 * @param bytes from one to the next
 */
record EndpointLayout(int typeOffset, int qosOffset, int bytes) {
  private static final int NODE = 0;
  private static final int NAMESPACE = 8;
  private static final int TYPE = 16;
  private static final int FIRST_UNKNOWN = 24;
  private static final int PROBE_BYTES = 1024;
  private static final int PUBLISHER = 1;
  private static final int SUBSCRIPTION = 2;
  private static final int PROBE_DEPTH = 0x5eed;
  private static final int DEPTH_IN_QOS = 8;

  /** What rmw calls a node that it does not know, or that is none of ROS. */
  private static final String UNKNOWN_NODE = "_NODE_NAME_UNKNOWN_";

  private static final String NO_ROS_NODE = "_CREATED_BY_BARE_DDS_APP_";

  /** Asks the installed rmw. */
  static EndpointLayout measure() {
    Memory info = CString.zeroed(PROBE_BYTES);
    RclReturn.check(
        Rmw.rmw_topic_endpoint_info_set_endpoint_type(info, SUBSCRIPTION), "endpoint information");
    int typeOffset = offsetOf(info, SUBSCRIPTION);
    info.clear();
    Memory qos = CString.zeroed(QosLayout.BYTES);
    qos.setInt(DEPTH_IN_QOS, PROBE_DEPTH);
    RclReturn.check(Rmw.rmw_topic_endpoint_info_set_qos_profile(info, qos), "endpoint information");
    int qosOffset = offsetOf(info, PROBE_DEPTH) - DEPTH_IN_QOS;
    return new EndpointLayout(typeOffset, qosOffset, qosOffset + QosLayout.BYTES);
  }

  private static int offsetOf(Memory info, int value) {
    for (int offset = FIRST_UNKNOWN; offset < PROBE_BYTES; offset += 4) {
      if (info.getInt(offset) == value) {
        return offset;
      }
    }
    throw unknown();
  }

  private static TransportException unknown() {
    return new TransportException(
        "the endpoint information of this rmw is laid out in a way we do not know");
  }

  /** Reads the endpoint at {@code index}. */
  Endpoint read(Pointer array, int index) {
    Pointer info = array.share((long) index * bytes);
    int kind = info.getInt(typeOffset);
    if (kind != PUBLISHER && kind != SUBSCRIPTION) {
      throw unknown();
    }
    String node = CString.at(info.getLong(NODE));
    String namespace = CString.at(info.getLong(NAMESPACE));
    QosProfile qos = QosLayout.read(info.share(qosOffset));
    return new Endpoint(absolute(namespace, node), CString.at(info.getLong(TYPE)), qos);
  }

  private static String absolute(String namespace, String node) {
    if (node.isEmpty() || node.equals(UNKNOWN_NODE) || node.equals(NO_ROS_NODE)) {
      return "";
    }
    return namespace.endsWith("/") ? namespace + node : namespace + "/" + node;
  }
}
