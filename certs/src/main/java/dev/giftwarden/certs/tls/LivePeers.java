package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.certs.path.Voucher;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// The connections of this process that stand at present, by the root that vouched for the other
/// end in the handshake: as long as one stands, its root is needed. What has ended, or was given up
/// by everybody, does not count.
public final class LivePeers {
  /// Who is at the other end.
  public enum Side {
    PARTNER,
    OPERATOR,
    SERVICE,
    /// A service that we called.
    SERVER,
    DATABASE
  }

  /// What is counted together.
  ///
  /// @param anchor the root's [#name]
  public record Group(String anchor, Side side) {}

  /// Enough to tell roots apart, and short enough to read aloud.
  private static final int NAME_LENGTH = 16;

  /// Below it, nothing is looked through to forget what has ended.
  private static final int FEW = 64;

  private static final LivePeers OF_PROCESS = new LivePeers();

  private record Connection(Group group, WeakReference<Object> endpoint) {
    boolean stands() {
      return switch (endpoint.get()) {
        case SSLEngine engine -> !engine.isInboundDone() && !engine.isOutboundDone();
        case Socket socket -> !socket.isClosed();
        case null, default -> false;
      };
    }
  }

  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile int most = FEW;

  LivePeers() {}

  /// The driver of the database makes its own side of a connection, so all of a process share one.
  public static LivePeers ofProcess() {
    return OF_PROCESS;
  }

  /// The first characters of its `x5t#S256`.
  public static String name(X509Certificate root) {
    return Thumbprint.of(root).value().substring(0, NAME_LENGTH);
  }

  /// Called in the handshake, once the chain is accepted.
  ///
  /// @param endpoint our end, which says when it has ended; null: there is no connection
  void accepted(
      @Nullable Object endpoint,
      Side side,
      X509Certificate[] chain,
      Collection<X509Certificate> trusted) {
    if (endpoint == null) {
      return;
    }
    Voucher.of(List.of(chain), trusted)
        .map(root -> new Group(name(root), side))
        .ifPresent(group -> connections.add(new Connection(group, new WeakReference<>(endpoint))));
    if (connections.size() > most) {
      forget();
    }
  }

  /// Costs each connection two looks on average, however many there are. No engine is asked here:
  /// the caller is in the handshake of one and holds its lock, and two that asked each other's
  /// would wait for ever.
  private void forget() {
    connections.removeIf(connection -> connection.endpoint().get() == null);
    most = Math.max(FEW, 2 * connections.size());
  }

  /// How many connections stand; a group without one is absent. Not to be called in a handshake.
  public Map<Group, Long> count() {
    connections.removeIf(connection -> !connection.stands());
    return connections.stream()
        .map(Connection::group)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
