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
final class RclService extends RclTaker implements Service {
  /** {@code rmw_request_id_t} has 24. */
  private static final int HEADER_BYTES = 64;

  private static final int MOST_REQUEST_BYTES = 4 * 1024 * 1024;
  private static final int MOST_IN_A_TURN = 8;

  private final RclNode node;
  private final Complaints complaints;
  private final ServiceHandler handler;
  private final Executor executor;
  private final String name;
  private final MessageStructure requests;
  private final MessageStructure responses;

  /** Guarded by this. */
  private final SerializedMessage answer;

  RclService(
      RclTransport transport,
      RclNode node,
      NativeSymbols symbols,
      RclLog log,
      String serviceName,
      String type,
      ServiceHandler handler,
      Executor executor) {
    super(transport, symbols, MOST_IN_A_TURN);
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
        Rcl.rcl_service_init(
            address(), node.address(), types.service(type), text, options.memory());
    requireMade(code, "service " + serviceName + " (" + type + ")");
    this.name = CString.at(Rcl.rcl_service_get_service_name(address()));
    this.answer = new SerializedMessage(symbols);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  boolean takeOne() {
    // Who asked.
    Memory header = CString.zeroed(HEADER_BYTES);
    long structure = requests.make();
    try {
      int code = Rcl.rcl_take_request(address(), header, structure);
      if (code == RclReturn.SERVICE_TAKE_FAILED) {
        return false;
      }
      RclReturn.check(code, "request to " + name);
      requests.serialize(structure, message());
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
    long length = message().length();
    if (length > MOST_REQUEST_BYTES) {
      throw new IllegalArgumentException(
          "at most " + MOST_REQUEST_BYTES + " bytes expected, found " + length);
    }
    byte[] request = new byte[(int) length];
    message().read(request, request.length);
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
    if (isFinished()) {
      return;
    }
    answer.write(response.array(), 0, response.length());
    long structure = responses.make();
    try {
      responses.deserialize(answer, structure);
      RclReturn.check(Rcl.rcl_send_response(address(), header, structure), "response of " + name);
    } finally {
      responses.destroy(structure);
    }
  }

  @Override
  void end() {
    Rcl.rcl_service_fini(address(), node.address());
    answer.free();
  }
}
