package dev.giftwarden.edge.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.quarkus.Peer;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What a connection says about itself, read once, at the end of its handshake. A connection that
/// has ended says nothing any more: its TLS session and its addresses are gone, while requests that
/// came over it may still be in a queue.
///
/// @param names what the client calls us (SNI, RFC 6066), in lower case; empty: it does not say
/// @param certificate empty: the client showed none
/// @param address where it comes from
public record Arrival(
    List<String> names, Optional<PeerCertificate> certificate, InetAddress address) {
  private static final AttributeKey<Arrival> KEY = AttributeKey.valueOf("giftwarden.arrival");

  /// RFC 6066, section 3: a host name.
  private static final int HOST_NAME = 0;

  /// RFC 9113, section 7.
  private static final long INTERNAL_ERROR = 2;

  /// What is asked for by a name of another kind is none of ours.
  private static final String NO_HOST = "";

  static void keep(Channel connection, SSLSession session) {
    InetAddress address = ((InetSocketAddress) connection.remoteAddress()).getAddress();
    connection.attr(KEY).set(new Arrival(names(session), Peer.of(session), address));
  }

  private static List<String> names(SSLSession session) {
    return ((ExtendedSSLSession) session)
        .getRequestedServerNames().stream().map(Arrival::name).toList();
  }

  /// As it was sent. Its end has no dot: the JDK refuses the handshake of who sends one.
  private static String name(SNIServerName name) {
    return name.getType() == HOST_NAME
        ? new String(name.getEncoded(), ISO_8859_1).toLowerCase(Locale.ROOT)
        : NO_HOST;
  }

  /// Of the connection that a request came over, whether it is still there or not.
  public static Arrival of(HttpServerRequest request) {
    return of(channel(request));
  }

  /// Of a connection whose handshake has ended.
  public static Arrival of(Channel connection) {
    @Nullable Arrival kept = connection.attr(KEY).get();
    if (kept == null) {
      throw new IllegalStateException("a request over a connection without a handshake");
    }
    return kept;
  }

  /// Whether nobody is left to answer.
  public static boolean hasGone(HttpServerRequest request) {
    return !channel(request).isActive();
  }

  /// Ends an answer that has begun and cannot be finished, so that nobody takes it for a whole one.
  /// Nothing more of it goes out when this returns: what would be written next is lost. Not for
  /// event loops.
  public static void breakOff(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(INTERNAL_ERROR);
    } else {
      channel(request).close().awaitUninterruptibly();
    }
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  /// Whom all that it costs us is counted to: whoever has one IPv6 address has the other 2^64 of
  /// its network.
  public ByteBuffer origin() {
    return Origins.of(address);
  }
}
