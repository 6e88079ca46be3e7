package dev.giftwarden.bench.revocation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Service;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;

/// One connection to a replica of gift, and never another: HTTP/1.1 by hand, because a client that
/// may connect anew proves nothing about connections that are open, and a thousand such clients are
/// a thousand threads.
final class OpenConnection implements AutoCloseable {
  private static final int PATIENCE_MILLISECONDS = 30_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final SSLSocket socket;
  private final InputStream in;

  private OpenConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /// @param own the certificate that it is opened with
  static OpenConnection open(TlsFolder own, int port) throws IOException {
    var trust = own.trustingServer(new SpiffeId.Service(Service.GIFT.id()));
    var factory = Tls13.context(own.keyManager(), trust).getSocketFactory();
    var socket = (SSLSocket) factory.createSocket("localhost", port);
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
    socket.setTcpNoDelay(true);
    socket.startHandshake();
    return new OpenConnection(socket);
  }

  /// @param header a line of the head, or nothing
  /// @return the status
  int get(String path, String header) throws IOException {
    lock.lock();
    try {
      String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      return answer();
    } finally {
      lock.unlock();
    }
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = 0;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        throw new Failure("an answer without a length");
      }
    }
    in.skipNBytes(length);
    return status;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection was closed");
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed.
    }
  }
}
