package dev.giftwarden.edge.listener;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How much of the public listener one caller may hold, and for how long. Each is a bound on what a
/// stranger can cost us before we know who it is; none is reached by a client that means well.
@ConfigMapping(prefix = "giftwarden.listener")
public interface ListenerConfig {
  /// From the TCP connection to the end of the TLS handshake.
  @WithDefault("10s")
  Duration handshakeTimeout();

  /// From the first byte of a request to the end of its head.
  @WithDefault("10s")
  Duration headTimeout();

  /// From the end of a request's head to the end of its body.
  @WithDefault("10s")
  Duration bodyTimeout();

  /// How long a connection may stay open without a byte.
  @WithDefault("1m")
  Duration idleTimeout();

  /// Open connections of all callers; one costs some tens of kilobytes.
  @WithDefault("4096")
  int connections();

  /// Open connections of one IPv4 address or one IPv6 network of 64 bits. A large partner behind
  /// one address stays below it; eight hostile addresses are needed to reach the bound of all.
  @WithDefault("512")
  int connectionsPerAddress();

  /// Handshakes that one such address or network may begin in a second: each costs us a millisecond
  /// or two of a core.
  @WithDefault("500")
  int handshakesPerSecond();

  /// Bytes of bodies that have not come to their end, of all callers together: a quarter of the
  /// smallest heap that a service runs with.
  @WithDefault("67108864")
  long pendingBodyBytes();

  /// Of those, of one such address or network: 512 bodies of the usual limit. Eight hostile ones
  /// are needed to leave none for others.
  @WithDefault("8388608")
  long pendingBodyBytesPerAddress();

  /// Requests at once on one HTTP/2 connection. With fewer than 100, clients that send in parallel
  /// would meet it (RFC 9113, section 6.5.2).
  @WithDefault("128")
  int streams();

  /// Requests that an HTTP/2 client may cancel in [#resetWindow()] before it loses its connection.
  @WithDefault("200")
  int resets();

  @WithDefault("30s")
  Duration resetWindow();

  /// The headers of one request, over HTTP/1.1 and HTTP/2 alike.
  @WithDefault("16384")
  int headerBytes();

  /// Method, path and query of one request.
  @WithDefault("4096")
  int requestLineBytes();
}
