package dev.giftwarden.auth.certificate;

import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.certs.quarkus.TlsConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
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

    /// @param exposesKey whether there is a private key in what was posted
    record Unreadable(boolean exposesKey) implements Outcome {}

    record TooMany() implements Outcome {}
  }

  Outcome check(byte[] pem, InetAddress from) {
    if (!limit.admits(network(from))) {
      return new Outcome.TooMany();
    }
    String text = Pem.text(pem);
    boolean exposesKey = Pem.exposesKey(text);
    List<X509Certificate> chain;
    try {
      chain = Pem.certificates(text);
    } catch (IllegalArgumentException _) { // what was posted is neither told nor logged
      return new Outcome.Unreadable(exposesKey);
    }
    var check = new ChainCheck(tls.folder().trusted(), config.publicKinds(), ChainCheck.Use.CLIENT);
    return new Outcome.Judged(
        CertificateReport.of(chain.getFirst(), check.check(chain, clock.instant()), exposesKey));
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
