package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.ChainCheck.Accepted;
import dev.giftwarden.certs.ChainCheck.Reason;
import dev.giftwarden.certs.ChainCheck.Refused;
import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.path.CertificateForm;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// What both sides share: the roots of the moment, [ChainCheck], and that whatever a subclass does
/// not open stays shut. The peer learns alert 46 (`certificate_unknown`) and no more; the reason is
/// logged.
abstract class PeerTrust extends X509ExtendedTrustManager {
  private static final System.Logger LOG = System.getLogger(PeerTrust.class.getName());

  private final Supplier<List<X509Certificate>> trusted;
  private final Set<Kind> kinds;
  private final Use use;
  private final InstantSource clock;
  private final AcceptedChains accepted = new AcceptedChains();

  PeerTrust(
      Supplier<List<X509Certificate>> trusted, Set<Kind> kinds, Use use, InstantSource clock) {
    this.trusted = trusted;
    this.kinds = kinds;
    this.use = use;
    this.clock = clock;
  }

  /// Roots, and issuing CAs that are known.
  final List<X509Certificate> trusted() {
    return trusted.get();
  }

  /// @param path leaf and issuing CA, without what else the peer sent
  record Verified(PeerCertificate peer, List<X509Certificate> path) {}

  /// For those who show the chain to another reader behind us.
  final Verified verifyPath(X509Certificate[] chain) throws CertificateException {
    ChainCheck check = new ChainCheck(trusted(), kinds, use);
    Instant now = clock.instant();
    PeerCertificate peer = peer(chain, check.check(List.of(chain), now));
    return new Verified(peer, check.path(List.of(chain), now));
  }

  /// At the cost of a look where the same chain was accepted of late.
  final PeerCertificate verify(X509Certificate[] chain) throws CertificateException {
    List<X509Certificate> roots = trusted();
    return peer(
        chain,
        accepted.check(
            List.of(chain), roots, () -> new ChainCheck(roots, kinds, use), clock.instant()));
  }

  /// Counts the connection as long as it stands.
  final void accepted(@Nullable Object endpoint, LivePeers.Side side, X509Certificate[] chain) {
    LivePeers.ofProcess().accepted(endpoint, side, chain, trusted());
  }

  private static PeerCertificate peer(X509Certificate[] chain, ChainCheck.Outcome outcome)
      throws CertificateException {
    return switch (outcome) {
      case Accepted(PeerCertificate peer) -> peer;
      case Refused(List<Reason> reasons) -> throw refusal(chain, reasons);
    };
  }

  private static CertificateException refusal(X509Certificate[] chain, List<Reason> reasons) {
    String why = reasons.stream().map(Reason::name).collect(Collectors.joining(","));
    String serial = chain.length == 0 ? "none" : CertificateForm.serial(chain[0]);
    LOG.log(System.Logger.Level.INFO, "refused certificate {0}: {1}", serial, why);
    return new CertificateException(why);
  }

  /// Whether with a connection or without: of a client, the chain says all.
  ///
  /// @param endpoint our end of the connection
  void verifyClient(X509Certificate[] chain, @Nullable Object endpoint)
      throws CertificateException {
    throw notThisSide();
  }

  private static CertificateException notThisSide() {
    return new CertificateException("this trust manager does not verify this side");
  }

  /// None, so that a listener names no CA when it asks for a certificate: a client that holds its
  /// leaf alone finds no link from it to a root, and would come without (RFC 8446, section 4.2.4,
  /// leaves the names out at will). There is one PKI; whoever has another certificate is told.
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    verifyClient(chain, null);
  }

  @Override
  public final void checkClientTrusted(
      X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    verifyClient(chain, socket);
  }

  @Override
  public final void checkClientTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    verifyClient(chain, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw notThisSide();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    throw notThisSide();
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    throw notThisSide();
  }
}
