package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.ros.Service;
import dev.fathom.ros.ServiceHandler;
import dev.fathom.ros.TransportException;
import java.util.concurrent.Executor;

/**
 * A service whose requests and responses we only see as bytes: rcl hands structures of C over, and
 * the middleware serialises them.
 */
final class RclService implements Service {
  private static final int BYTES = 64;
  private static final int MOST_REQUEST_BYTES = 4 * 1024 * 1024;
  private static final int MOST_IN_A_TURN = 8;

  private final RclTransport transport;
  private final RclNode node;
  private final Complaints complaints;
  private final ServiceHandler handler;
  private final Executor executor;
  private final String name;
  private final MessageStructure requests;
  private final MessageStructure responses;
  private final Memory service = CString.zeroed(BYTES);
  private final long address = CString.address(service);

  /** The receive thread's. */
  private final SerializedMessage message;

  /** Guarded by this. */
  private final SerializedMessage answer;

  private volatile boolean closed;
  private boolean finished;

  RclService(
      RclTransport transport,
      RclNode node,
      NativeSymbols symbols,
      RclLog log,
      String serviceName,
      String type,
      ServiceHandler handler,
      Executor executor) {
    this.transport = transport;
    this.node = node;
    this.complaints = new Complaints(log::say);
    this.handler = handler;
    this.executor = executor;
    TypeSupport types = new TypeSupport(symbols.installation());
    this.requests = types.structure(type + "_Request");
    this.responses = types.structure(type + "_Response");
    Memory text = CString.of(serviceName);
    OptionsValue options = Rcl.rcl_service_get_default_options();
    int code =
        Rcl.rcl_service_init(address, node.address(), types.service(type), text, options.memory());
    RclReturn.check(code, "service " + serviceName + " (" + type + ")");
    this.name = CString.at(Rcl.rcl_service_get_service_name(address));
    this.message = new SerializedMessage(symbols);
    this.answer = new SerializedMessage(symbols);
  }

  @Override
  public String name() {
    return name;
  }

  /** For the wait set. */
  long address() {
    return address;
  }

  /** Takes the requests that are there; says whether anything was. Threads: the receive thread. */
  boolean takeAll() {
    boolean any = false;
    for (int i = 0; i < MOST_IN_A_TURN && !closed && takeOne(); i++) {
      any = true;
    }
    return any;
  }

  private boolean takeOne() {
    // Who asked: rmw_request_id_t, 24 bytes.
    Memory header = CString.zeroed(BYTES);
    long structure = requests.make();
    try {
      int code = Rcl.rcl_take_request(address, CString.address(header), structure);
      if (code == RclReturn.SERVICE_TAKE_FAILED) {
        return false;
      }
      RclReturn.check(code, "request to " + name);
      requests.serialize(structure, message);
      byte[] request = bytesOfRequest();
      executor.execute(() -> answer(header, request));
      return true;
    } catch (TransportException e) {
      complaints.complain(System.nanoTime(), name + ": " + e.getMessage());
      return false;
    } catch (RuntimeException | Error e) {
      complainOfRequest(e);
      return true;
    } finally {
      requests.destroy(structure);
    }
  }

  private byte[] bytesOfRequest() {
    if (message.length() > MOST_REQUEST_BYTES) {
      throw new IllegalArgumentException(
          "at most " + MOST_REQUEST_BYTES + " bytes expected, found " + message.length());
    }
    byte[] request = new byte[(int) message.length()];
    message.read(request, request.length);
    return request;
  }

  private void complainOfRequest(Throwable reason) {
    complaints.complain(System.nanoTime(), name + ": a request stays without an answer: " + reason);
  }

  /** Threads: the executor's. */
  private void answer(Memory header, byte[] request) {
    try {
      CdrBuffer response = new CdrBuffer();
      handler.answer(request, request.length, response);
      send(header, response);
    } catch (RuntimeException | Error e) {
      complainOfRequest(e);
    }
  }

  private synchronized void send(Memory header, CdrBuffer response) {
    if (finished) {
      return;
    }
    answer.write(response.array(), 0, response.length());
    long structure = responses.make();
    try {
      responses.deserialize(answer, structure);
      RclReturn.check(
          Rcl.rcl_send_response(address, CString.address(header), structure),
          "response of " + name);
    } finally {
      responses.destroy(structure);
    }
  }

  @Override
  public void close() {
    closed = true;
    transport.close(this);
  }

  /** Ends it; for its transport, when the receive thread does not know it any more. */
  synchronized void finish() {
    closed = true;
    if (!finished) {
      finished = true;
      Rcl.rcl_service_fini(address, node.address());
      message.free();
      answer.free();
    }
  }
}
