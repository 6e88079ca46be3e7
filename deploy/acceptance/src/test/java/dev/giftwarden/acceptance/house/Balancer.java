package dev.giftwarden.acceptance.house;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// One port in front of several, as a Kubernetes Service is: each connection goes to the next
/// backend that accepts it, and its bytes pass unread, so TLS ends where it always does.
///
/// A backend can be cut off: its connections end, new ones go to the others, or to nobody.
public final class Balancer implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1000;

  private record Passage(int backend, Socket client, Socket server) implements Closeable {
    @Override
    public void close() throws IOException {
      try (client;
          server) {}
    }
  }

  private final ServerSocket door;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Integer> cut = ConcurrentHashMap.newKeySet();
  private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
  private volatile List<Integer> backends;

  private Balancer(ServerSocket door, List<Integer> backends) {
    this.door = door;
    this.backends = backends;
  }

  /// @param backends ports of localhost
  public static Balancer before(Integer... backends) {
    try {
      ServerSocket door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
      Balancer balancer = new Balancer(door, List.of(backends));
      Thread.ofVirtual().name("balancer-" + door.getLocalPort()).start(balancer::accept);
      return balancer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  public synchronized void add(int backend) {
    List<Integer> more = new ArrayList<>(backends);
    more.add(backend);
    backends = List.copyOf(more);
  }

  public synchronized void remove(int backend) {
    backends = backends.stream().filter(port -> port != backend).toList();
    end(backend);
  }

  /// Ends the connections to a backend and makes no new ones until [#heal].
  public void cut(int backend) {
    cut.add(backend);
    end(backend);
  }

  public void heal(int backend) {
    cut.remove(backend);
  }

  private void end(int backend) {
    passages.stream().filter(passage -> passage.backend() == backend).forEach(this::end);
  }

  private void end(Passage passage) {
    passages.remove(passage);
    closeQuietly(passage);
  }

  private static void closeQuietly(Closeable passage) {
    try {
      passage.close();
    } catch (IOException gone) {
      // It was to end, and has.
    }
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
    List<Integer> all = backends;
    int first = turn.getAndIncrement();
    for (int i = 0; i < all.size(); i++) {
      int backend = all.get(Math.floorMod(first + i, all.size()));
      if (!cut.contains(backend) && passes(backend, client)) {
        return;
      }
    }
    closeQuietly(client);
  }

  private boolean passes(int backend, Socket client) {
    Socket server = new Socket();
    try {
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), backend), CONNECT_MILLIS);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException dead) {
      closeQuietly(server);
      return false;
    }
    Passage passage = new Passage(backend, client, server);
    passages.add(passage);
    Thread.ofVirtual().start(() -> copy(passage, client, server));
    Thread.ofVirtual().start(() -> copy(passage, server, client));
    if (cut.contains(backend) || door.isClosed()) {
      end(passage); // it was cut between the look and the entry
    }
    return true;
  }

  private void copy(Passage passage, Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        end(passage);
      }
    } catch (IOException ended) {
      end(passage);
    }
  }

  @Override
  public void close() {
    closeQuietly(door);
    passages.forEach(this::end);
  }
}
