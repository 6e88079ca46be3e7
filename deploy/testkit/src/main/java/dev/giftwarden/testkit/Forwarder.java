package dev.giftwarden.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// One port in front of several, as a Kubernetes Service is: each connection goes to the next
/// target, and its bytes pass unread, so TLS ends where it always does.
///
/// A target can be cut off: its connections end, new ones go to the others, or to nobody.
public final class Forwarder implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1000;

  private final ServerSocket door;
  private final int attempts;
  private final Supplier<List<InetSocketAddress>> targets;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<InetSocketAddress> cut = ConcurrentHashMap.newKeySet();
  private final Map<Passage, InetSocketAddress> passages = new ConcurrentHashMap<>();

  private Forwarder(ServerSocket door, int attempts, Supplier<List<InetSocketAddress>> targets) {
    this.door = door;
    this.attempts = attempts;
    this.targets = targets;
  }

  /// @param port 0: any free one
  /// @param attempts how many targets are tried for a connection: 1 as kube-proxy does it
  /// @param targets asked for every connection; where there are none it is closed
  public static Forwarder at(
      InetAddress address, int port, int attempts, Supplier<List<InetSocketAddress>> targets) {
    try {
      ServerSocket door = new ServerSocket(port, 128, address);
      Forwarder forwarder = new Forwarder(door, attempts, targets);
      Thread.ofVirtual().name("forwarder-" + door.getLocalPort()).start(forwarder::accept);
      return forwarder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
  }

  /// Ends the connections to a target and makes no new ones until [#heal].
  public void cut(InetSocketAddress target) {
    cut.add(target);
    end(target);
  }

  public void heal(InetSocketAddress target) {
    cut.remove(target);
  }

  /// Ends the connections to a target.
  public void end(InetSocketAddress target) {
    passages.forEach((passage, to) -> {
      if (to.equals(target)) {
        passage.close();
      }
    });
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    List<InetSocketAddress> all = targets.get();
    int first = turn.getAndIncrement();
    for (int i = 0; i < Math.min(attempts, all.size()); i++) {
      InetSocketAddress target = all.get(Math.floorMod(first + i, all.size()));
      if (!cut.contains(target) && passes(target, client)) {
        return;
      }
    }
    Passage.closeQuietly(client);
  }

  private boolean passes(InetSocketAddress target, Socket client) {
    Socket server = new Socket();
    try {
      server.connect(target, CONNECT_MILLIS);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException dead) {
      Passage.closeQuietly(server);
      return false;
    }
    Passage passage = new Passage(client, server, passages::remove);
    passages.put(passage, target);
    passage.begin();
    if (cut.contains(target) || door.isClosed()) {
      passage.close(); // it was cut between the look and the entry
    }
    return true;
  }

  @Override
  public void close() {
    Passage.closeQuietly(door);
    passages.keySet().forEach(Passage::close);
  }
}
