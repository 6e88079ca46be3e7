package dev.giftwarden.certs.quarkus;

import io.quarkus.runtime.configuration.ConfigurationException;

/// A resumed TLS session answers with the identity of an earlier handshake in which the certificate
/// was proven, for up to a day. The JDK has one switch against it, for the whole process; without
/// it no listener opens.
final class Resumption {
  private static final String SWITCH = "jdk.tls.server.newSessionTicketCount";

  private Resumption() {}

  static void requireOff() {
    if (!"0".equals(System.getProperty(SWITCH))) {
      throw new ConfigurationException(
          "refusing to start: TLS sessions could be resumed; run java with -D" + SWITCH + "=0");
    }
  }
}
