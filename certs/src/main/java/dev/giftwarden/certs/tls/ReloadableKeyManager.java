package dev.giftwarden.certs.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Presents the folder's certificate of the moment. The JDK asks for an alias first and for chain
/// and key after it: an alias names one generation, and the one before is kept, so that a handshake
/// that straddles a rotation never pairs a certificate with another's key.
final class ReloadableKeyManager extends X509ExtendedKeyManager {
  private static final String KEY_TYPE = "EC";

  private record Generation(String alias, Credential credential) {}

  /// Newest first; at most two.
  private volatile List<Generation> generations;

  private long count;

  ReloadableKeyManager(Credential first) {
    generations = List.of(new Generation("0", first));
  }

  synchronized void use(Credential next) {
    count++;
    generations = List.of(new Generation(Long.toString(count), next), generations.getFirst());
  }

  private @Nullable Credential find(@Nullable String alias) {
    return generations.stream()
        .filter(generation -> generation.alias().equals(alias))
        .findFirst()
        .map(Generation::credential)
        .orElse(null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
    Credential credential = find(alias);
    return credential == null ? null : credential.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
    Credential credential = find(alias);
    return credential == null ? null : credential.privateKey();
  }

  private @Nullable String newest(String... keyTypes) {
    return Arrays.asList(keyTypes).contains(KEY_TYPE) ? generations.getFirst().alias() : null;
  }

  private String @Nullable [] aliases(String keyType) {
    String alias = newest(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return newest(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return newest(keyType);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return newest(keyTypes);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return newest(keyType);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return aliases(keyType);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return aliases(keyType);
  }
}
