package dev.giftwarden.kubernetes.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A Service: an address and a port in front of those pods that are ready, one after the other, by
/// connection, as kube-proxy does it. Bytes pass through untouched.
final class Forward implements AutoCloseable {
  private final ServerSocket listener;
  private final Supplier<List<InetSocketAddress>> targets;
  private final AtomicInteger next = new AtomicInteger();

  Forward(String address, int port, Supplier<List<InetSocketAddress>> targets) {
    this.targets = targets;
    try {
      this.listener = new ServerSocket(port, 50, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return listener.getInetAddress().getHostAddress();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        var _ = Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  /// Nobody is ready: the connection is refused, as far as an accepted one can be.
  private void connect(Socket client) {
    List<InetSocketAddress> ready = targets.get();
    try (client) {
      if (ready.isEmpty()) {
        return;
      }
      InetSocketAddress target = ready.get(Math.floorMod(next.getAndIncrement(), ready.size()));
      try (Socket server = new Socket(target.getAddress(), target.getPort())) {
        Thread back = Thread.ofVirtual().start(() -> pump(server, client));
        pump(client, server);
        back.join();
      }
    } catch (IOException _) {
      // an end went away: so does the other
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // an end went away
    }
    try {
      from.close();
      to.close();
    } catch (IOException _) {
      // closed is closed
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
