package dev.giftwarden.auth.client.remote;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.KeyExchange;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.ExchangeResponse;
import dev.giftwarden.certs.PeerCertificate;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Asks auth over the internal network.
public final class GrpcKeyExchange implements KeyExchange {
  /// An exchange takes a few milliseconds; a partner's request should not hang on a sick auth.
  static final Duration DEADLINE = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(GrpcKeyExchange.class);

  private final Channel auth;

  public GrpcKeyExchange(Channel auth) {
    this.auth = auth;
  }

  @Override
  public Exchanged exchange(PresentedKey key, Origin origin) {
    var presented =
        dev.giftwarden.auth.v1.PresentedKey.newBuilder()
            .setApiKey(key.reveal())
            .setClientCertificate(
                origin.certificate().map(peer -> der(peer.leaf())).orElse(ByteString.EMPTY))
            .addAllCertificateChain(
                origin.certificate().map(PeerCertificate::chain).orElse(List.of()).stream()
                    .map(GrpcKeyExchange::der)
                    .toList())
            .setSourceAddress(origin.address().getHostAddress())
            .setRequestId(origin.requestId().toString());
    try {
      return outcome(
          AuthServiceGrpc.newBlockingV2Stub(auth)
              .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .exchange(ExchangeRequest.newBuilder().setKey(presented).build()));
    } catch (StatusException e) {
      if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
        return new Exchanged.Refused(Refusal.RATE);
      }
      LOG.warnf("Auth did not exchange a key: %s.", e.getStatus());
      return new Exchanged.Refused(Refusal.AUTH_UNREACHABLE);
    }
  }

  private static Exchanged outcome(ExchangeResponse response) {
    return switch (response.getResultCase()) {
      case ISSUED -> new Exchanged.Issued(response.getIssued().getToken());
      case REFUSED -> new Exchanged.Refused(reason(response.getRefused().getProblem()));
      case RESULT_NOT_SET -> new Exchanged.Refused(Refusal.KEY_REFUSED_BY_AUTH);
    };
  }

  /// Auth tells only the public face; it records the precise reason itself. What this version does
  /// not know is a refusal all the same.
  private static Refusal reason(String slug) {
    Optional<ProblemType> face = ProblemType.find(slug);
    if (face.isEmpty()) {
      return Refusal.KEY_REFUSED_BY_AUTH;
    }
    return switch (face.get()) {
      case KEY_EXPIRED -> Refusal.KEY_EXPIRED;
      case KEY_ROTATED -> Refusal.KEY_ROTATED;
      case KEY_REVOKED -> Refusal.KEY_REVOKED;
      case KEY_EXPOSED -> Refusal.KEY_EXPOSED;
      case CERTIFICATE_REQUIRED -> Refusal.CERTIFICATE_ABSENT;
      case CERTIFICATE_REVOKED -> Refusal.CERTIFICATE_REVOKED;
      case CLIENT_REVOKED -> Refusal.CLIENT_REVOKED;
      case CERTIFICATE_MISMATCH -> Refusal.CERTIFICATE_OTHER;
      case ADDRESS_NOT_ALLOWED -> Refusal.NETWORK;
      case ACCOUNT_SUSPENDED -> Refusal.ACCOUNT_SUSPENDED;
      case INSUFFICIENT_SCOPE -> Refusal.SCOPE;
      case RATE_LIMITED -> Refusal.RATE;
      case BUSY -> Refusal.AUTH_UNREACHABLE;
      case TRUST_FEED_STALE -> Refusal.TRUST_STALE;
      default -> Refusal.KEY_REFUSED_BY_AUTH;
    };
  }

  private static ByteString der(X509Certificate certificate) {
    try {
      return ByteString.copyFrom(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate from a handshake has an encoding", e);
    }
  }
}
