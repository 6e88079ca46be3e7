package dev.giftwarden.acceptance.house;

import dev.giftwarden.testkit.Forwarder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A port of this machine in front of processes that come and go: each connection goes to the next
/// of them that accepts it.
public final class Balancer implements AutoCloseable {
  private final List<InetSocketAddress> backends = new CopyOnWriteArrayList<>();
  private final Forwarder forwarder =
      Forwarder.at(
          InetAddress.getLoopbackAddress(), 0, Integer.MAX_VALUE, () -> List.copyOf(backends));

  /// @param backends ports of localhost
  public static Balancer before(Integer... backends) {
    Balancer balancer = new Balancer();
    List.of(backends).forEach(balancer::add);
    return balancer;
  }

  public int port() {
    return forwarder.address().getPort();
  }

  public void add(int backend) {
    backends.add(local(backend));
  }

  public void remove(int backend) {
    backends.removeAll(List.of(local(backend)));
    forwarder.end(local(backend));
  }

  /// Ends the connections to a backend and makes no new ones until [#heal].
  public void cut(int backend) {
    forwarder.cut(local(backend));
  }

  public void heal(int backend) {
    forwarder.heal(local(backend));
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    forwarder.close();
  }
}
