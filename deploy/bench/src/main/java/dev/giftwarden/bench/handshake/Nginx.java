package dev.giftwarden.bench.handshake;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// nginx with auth's public certificate, asking clients for theirs as auth does: what OpenSSL needs
/// for the same.
final class Nginx implements AutoCloseable {
  private static final String SETTINGS =
      """
      daemon off;
      master_process off;
      pid %1$s/nginx.pid;
      error_log %1$s/nginx.log;
      events { worker_connections 64; }
      http {
        access_log off;
        client_body_temp_path %1$s/nginx-body;
        proxy_temp_path %1$s/nginx-proxy;
        fastcgi_temp_path %1$s/nginx-fastcgi;
        uwsgi_temp_path %1$s/nginx-uwsgi;
        scgi_temp_path %1$s/nginx-scgi;
        server {
          listen 127.0.0.1:%2$d ssl http2;
          ssl_protocols TLSv1.3;
          ssl_session_tickets off;
          ssl_session_cache off;
          ssl_certificate %3$s/tls.crt;
          ssl_certificate_key %3$s/tls.key;
          ssl_client_certificate %3$s/ca.crt;
          ssl_verify_client optional;
          ssl_verify_depth 2;
          return 204;
        }
      }
      """;

  private static final int ATTEMPTS = 100;

  private final int port;
  private final @Nullable Process process;

  private Nginx(int port, @Nullable Process process) {
    this.port = port;
    this.process = process;
  }

  static Nginx startIfThere(BenchHouse house) {
    try {
      Shell.require("nginx", "apt-get install nginx-light");
    } catch (Failure _) {
      return new Nginx(0, null);
    }
    int port = FreePorts.find(1).getFirst();
    Path folder = house.home().folder();
    Path server = house.home().given(Service.AUTH).resolve("public");
    Path settings = house.file("nginx.conf", SETTINGS.formatted(folder, port, server));
    try {
      Process process =
          new ProcessBuilder("nginx", "-c", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(house.home().logs().resolve("nginx.log").toFile())
              .start();
      Nginx nginx = new Nginx(port, process);
      nginx.await();
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() {
    for (int i = 0; i < ATTEMPTS; i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        try {
          Thread.sleep(50);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
    close();
    throw new Failure("nginx did not start");
  }

  int port() {
    return port;
  }

  /// Empty: it is not on this machine.
  OptionalLong pid() {
    return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
