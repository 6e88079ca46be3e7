package dev.giftwarden.auth.client.testing;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One real PKI for the tests of a JVM, and calls that came over its certificates.
public final class TestIdentities {
  public static final Path FOLDER = temporary();
  public static final Pki PKI = Pki.init(FOLDER.resolve("pki"), InstantSource.system());
  public static final TlsFolder AUTH = service("auth");
  public static final TlsFolder GIFT = service("gift");
  public static final PeerCertificate ACME = partner("acme", "erp");
  public static final PeerCertificate ACME_OTHER = partner("acme", "shop");
  public static final PeerCertificate BLUEBIRD = partner("bluebird", "erp");
  public static final PeerCertificate OPERATOR =
      PeerCertificate.of(PKI.issueOperator("olga", FOLDER.resolve("olga")));

  private TestIdentities() {}

  private static Path temporary() {
    try {
      return Files.createTempDirectory("auth-client-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TlsFolder service(String name) {
    Path folder = FOLDER.resolve("service-" + name);
    var _ = PKI.issueService(name, List.of("localhost"), folder);
    return TlsFolder.open(folder, InstantSource.system());
  }

  private static PeerCertificate partner(String account, String client) {
    Path folder = FOLDER.resolve(account + "-" + client);
    var _ = PKI.issuePartner(account, client, folder);
    return PeerCertificate.of(TlsFolder.open(folder, InstantSource.system()).chain());
  }

  public static Origin over(PeerCertificate certificate) {
    return origin(Optional.of(certificate), "192.0.2.7");
  }

  public static Origin bare() {
    return origin(Optional.empty(), "192.0.2.7");
  }

  public static Origin origin(Optional<PeerCertificate> certificate, String address) {
    return new Origin(certificate, InetAddress.ofLiteral(address), UUID.randomUUID());
  }
}
