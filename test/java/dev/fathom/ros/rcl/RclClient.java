package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import dev.fathom.ros.Await;
import java.util.List;

/** Calls a service as any client of ROS 2 does: a node of its own, through rcl. */
final class RclClient implements AutoCloseable {
  private static final int TAKE_FAILED = 501;

  private final NativeLibrary rcl;
  private final RclNode node;
  private final MessageStructure requests;
  private final MessageStructure responses;
  private final SerializedMessage message;
  private final Memory client = CString.zeroed(64);

  RclClient(String service, String type) {
    RclInstallation installation = RclInstallation.of(System.getenv());
    NativeSymbols symbols = NativeSymbols.bound(installation);
    rcl = installation.library("rcl");
    node = RclNode.open(symbols, "client", "/", List.of());
    TypeSupport types = new TypeSupport(installation);
    requests = types.structure(type + "_Request");
    responses = types.structure(type + "_Response");
    message = new SerializedMessage(symbols);
    // A client's options are laid out like a service's.
    OptionsValue options = Rcl.rcl_service_get_default_options();
    int code =
        rcl.getFunction("rcl_client_init")
            .invokeInt(
                new Object[] {
                  client, node.address(), types.service(type), CString.of(service), options.memory()
                });
    RclReturn.check(code, "client of " + service);
  }

  /** Waits for the service, asks it and waits for its answer. */
  byte[] call(byte[] request) {
    send(request);
    long answer = responses.make();
    Await.until("an answer", () -> taken(answer));
    responses.serialize(answer, message);
    responses.destroy(answer);
    byte[] response = new byte[(int) message.length()];
    message.read(response, response.length);
    return response;
  }

  /** Waits for the service and asks it. */
  void send(byte[] request) {
    Await.until("the service is there", this::available);
    message.write(request, 0, request.length);
    long structure = requests.make();
    requests.deserialize(message, structure);
    Memory number = CString.zeroed(8);
    int code =
        rcl.getFunction("rcl_send_request").invokeInt(new Object[] {client, structure, number});
    requests.destroy(structure);
    RclReturn.check(code, "request");
  }

  private boolean available() {
    Memory available = CString.zeroed(8);
    int code =
        rcl.getFunction("rcl_service_server_is_available")
            .invokeInt(new Object[] {node.address(), client, available});
    RclReturn.check(code, "looking for the service");
    return available.getByte(0) != 0;
  }

  private boolean taken(long answer) {
    Memory header = CString.zeroed(64);
    int code =
        rcl.getFunction("rcl_take_response").invokeInt(new Object[] {client, header, answer});
    if (code == TAKE_FAILED) {
      return false;
    }
    RclReturn.check(code, "answer");
    return true;
  }

  @Override
  public void close() {
    rcl.getFunction("rcl_client_fini").invokeInt(new Object[] {client, node.address()});
    message.free();
    node.finish();
  }
}
