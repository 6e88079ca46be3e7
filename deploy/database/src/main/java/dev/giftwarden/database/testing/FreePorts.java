package dev.giftwarden.database.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of the loopback interface that nobody listens on at the moment of asking.
///
/// They lie below those that the system gives to outgoing connections (from 32768 on Linux, 49152
/// on macOS): one of these could be taken in the seconds before a service listens on it.
public final class FreePorts {

  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int MAX_ATTEMPTS = 1_000;

  private FreePorts() {}

  /// All are held open until the last is found, so that they differ.
  public static List<Integer> find(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int attempt = 0; held.size() < count && attempt < MAX_ATTEMPTS; attempt++) {
        tryOne(held);
      }
      if (held.size() < count) {
        throw new IllegalStateException("too few free ports below " + END);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(FreePorts::release);
    }
  }

  private static void tryOne(List<ServerSocket> held) throws IOException {
    int port = ThreadLocalRandom.current().nextInt(FIRST, END);
    try {
      held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (BindException _) {
      // Somebody has it: another is tried.
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
