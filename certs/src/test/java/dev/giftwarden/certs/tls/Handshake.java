package dev.giftwarden.certs.tls;

import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// A handshake between two engines in memory. On a socket, the alert of a server that closes at
/// once races with the client's last bytes; here it always arrives.
final class Handshake {
  /// A TLS 1.3 handshake takes about ten.
  private static final int MOST_STEPS = 100;

  private final ByteBuffer toServer = ByteBuffer.allocate(1 << 16).limit(0);
  private final ByteBuffer toClient = ByteBuffer.allocate(1 << 16).limit(0);

  private Handshake() {}

  /// What the client throws: its own refusal, or the server's alert. Empty: both are content.
  static Optional<String> between(SSLEngine client, SSLEngine server) {
    Handshake handshake = new Handshake();
    begin(client);
    begin(server);
    for (int i = 0; i < MOST_STEPS; i++) {
      try {
        step(client, handshake.toClient, handshake.toServer);
      } catch (SSLException e) {
        return Optional.of(String.valueOf(rootOf(e).getMessage()));
      }
      try {
        step(server, handshake.toServer, handshake.toClient);
      } catch (SSLException _) {
        // Its alert is what it wraps next.
      }
    }
    boolean content = isDone(client) && isDone(server) && !server.isOutboundDone();
    return content ? Optional.empty() : Optional.of("the handshake did not end");
  }

  private static void begin(SSLEngine engine) {
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static Throwable rootOf(Throwable e) {
    return e.getCause() == null ? e : rootOf(e.getCause());
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> engine.getDelegatedTask().run();
      case NEED_WRAP -> {
        out.compact();
        try {
          engine.wrap(ByteBuffer.allocate(0), out);
        } finally {
          out.flip();
        }
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
        if (in.hasRemaining()) {
          engine.unwrap(in, ByteBuffer.allocate(1 << 15));
        }
      }
    }
  }
}
