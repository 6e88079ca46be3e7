package dev.giftwarden.auth.certificate;

import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.certs.quarkus.TlsConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/// Judges a posted certificate by the rules of the public listeners. It tells strangers nothing
/// about accounts or clients: only what stands in the certificate.
@ApplicationScoped
class CertificateCheck {
  /// A person who tries; a program that tries a thousand variants waits.
  private static final int BURST = 20;

  private static final Duration REFILL = Duration.ofSeconds(3);
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_PREFIX_BYTES = 8;

  private final PublicTls tls;
  private final TlsConfig config;
  private final InstantSource clock;
  private final RateLimit<List<Byte>> limit;

  CertificateCheck(PublicTls tls, TlsConfig config, InstantSource clock) {
    this.tls = tls;
    this.config = config;
    this.clock = clock;
    this.limit = new RateLimit<>(clock, BURST, REFILL);
  }

  sealed interface Outcome {
    record Judged(CertificateReport report) implements Outcome {}

    record Unreadable() implements Outcome {}

    record TooMany() implements Outcome {}
  }

  Outcome check(byte[] pem, InetAddress from) {
    if (!limit.admits(network(from))) {
      return new Outcome.TooMany();
    }
    List<X509Certificate> chain;
    try {
      chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (CertificateException _) {
      return new Outcome.Unreadable();
    }
    if (chain.isEmpty()) {
      return new Outcome.Unreadable();
    }
    var check = new ChainCheck(tls.folder().roots(), config.publicKinds(), ChainCheck.Use.CLIENT);
    return new Outcome.Judged(
        CertificateReport.of(chain.getFirst(), check.check(chain, clock.instant())));
  }

  /// Who has one IPv6 address has the other 2⁶⁴ of its network, too.
  private static List<Byte> network(InetAddress address) {
    var bytes = address.getAddress();
    int length = bytes.length == IPV6_BYTES ? IPV6_PREFIX_BYTES : bytes.length;
    var boxed = new Byte[length];
    Arrays.setAll(boxed, i -> bytes[i]);
    return List.of(boxed);
  }
}
