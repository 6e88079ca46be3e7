package dev.giftwarden.database.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Ports of the loopback interface that nobody listens on at the moment of asking, and that no
/// other process is told by this class.
///
/// They lie below those that the system gives to outgoing connections (from 32768 on Linux, 49152
/// on macOS): one of these could be taken in the seconds before a service listens on it.
public final class FreePorts {

  private FreePorts() {}

  /// All are held open until the last is found.
  public static List<Integer> find(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < count) {
        tryOne(held);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(FreePorts::release);
    }
  }

  private static void tryOne(List<ServerSocket> held) throws IOException {
    int port = PortBlock.next();
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
