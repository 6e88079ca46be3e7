package dev.giftwarden.bench.token;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.token.Verdict;
import dev.giftwarden.auth.client.trust.SigningKeyProof;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Service;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/// How many tokens the verifier of gift and audit gets through when it has seen none of them
/// before: everything it decides for a call, from the text to the caller, on a connection that
/// proved the certificate.
final class Verification {

  private static final String ISSUER = "https://localhost";
  private static final String KEY_ID = "bench";

  private final InstantSource clock = InstantSource.system();
  private final Home home;
  private final String keyId;
  private final PeerCertificate partner;
  private final KeyPair pair = makePair();

  /// @param home whose PKI vouches for the signing key
  /// @param keyId whose tokens they are
  Verification(Home home, String keyId) {
    this.home = home;
    this.keyId = keyId;
    this.partner = TlsFolder.open(Partner.ACME.credentials(home), clock).own();
  }

  double perCpuSecond(boolean brief) {
    TokenVerifier verifier = verifier();
    verify(verifier, tokens(brief ? 2_000 : 20_000));
    List<String> fresh = tokens(brief ? 5_000 : 50_000);
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    verify(verifier, fresh);
    return fresh.size() * 1e9 / (threads.getCurrentThreadCpuTime() - before);
  }

  private void verify(TokenVerifier verifier, List<String> tokens) {
    var origin =
        new Origin(Optional.of(partner), InetAddress.getLoopbackAddress(), UUID.randomUUID());
    for (String token : tokens) {
      if (!(verifier.verify(token, origin) instanceof Verdict.Accepted)) {
        throw new Failure("a good token was refused: " + verifier.verify(token, origin));
      }
    }
  }

  /// Trusts the key because auth's own certificate vouches for it, as in a service.
  private TokenVerifier verifier() {
    TlsFolder auth = TlsFolder.open(home.given(Service.AUTH).resolve("internal"), clock);
    var trust = new TrustState(clock, System::nanoTime, Duration.ofMinutes(10), auth::roots);
    try {
      SigningKey stated =
          SigningKeyProof.sign(
              KEY_ID, pair.getPublic(), auth.own().notAfter(), auth.chain(), auth.privateKey());
      trust.apply(
          TrustUpdate.newBuilder()
              .setSnapshot(
                  TrustSnapshot.newBuilder()
                      .setNumber(1)
                      .setDatabaseTimeUnixMs(clock.millis())
                      .addEntries(TrustEntry.newBuilder().setSigningKey(stated)))
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return new TokenVerifier(ISSUER, Audience.GIFT, trust, clock);
  }

  private List<String> tokens(int count) {
    return IntStream.range(0, count).mapToObj(_ -> token()).toList();
  }

  private String token() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var account = new AccountId(Partner.ACME.account());
    var key = new Subject.Key(new KeyId(keyId));
    var grant =
        new Grant(
            account,
            Plan.STANDARD,
            Optional.empty(),
            Environment.LIVE,
            false,
            List.of(),
            Set.of(ApiVersion.V1),
            Optional.of(Set.of(ApiVersion.V1)),
            Optional.empty(),
            Map.of(Grant.epochSubject(account), 1L, key.text(), 1L));
    var claims =
        new TokenClaims(
            ISSUER,
            Audience.GIFT,
            key,
            UUID.randomUUID().toString(),
            now,
            now.plus(TokenClaims.LIFETIME),
            Set.of(Scope.GIFTS_READ, Scope.GIFTS_SEND, Scope.BUDGETS_READ),
            Optional.of(partner.thumbprint()),
            Optional.of(grant));
    return signed(claims);
  }

  private String signed(TokenClaims claims) {
    var token = new JsonWebSignature();
    token.setAlgorithmHeaderValue("ES256");
    token.setKeyIdHeaderValue(KEY_ID);
    token.setHeader("typ", TokenClaims.TYPE);
    token.setPayload(JsonUtil.toJson(claims.toMap()));
    token.setKey(pair.getPrivate());
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair makePair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
