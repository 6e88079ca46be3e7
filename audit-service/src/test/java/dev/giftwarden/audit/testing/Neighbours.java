package dev.giftwarden.audit.testing;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.testing.TestAuth;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Who surrounds audit in its tests: an auth that mints what a test asks for, and certificates of
/// others.
public final class Neighbours {
  private static final ConcurrentHashMap<String, TlsFolder> FOLDERS = new ConcurrentHashMap<>();
  private static @Nullable TestAuth auth;

  private Neighbours() {}

  /// Where audit looks for it; running and followed.
  public static synchronized TestAuth auth() {
    if (auth == null) {
      String address = setting("giftwarden.auth.address");
      auth =
          TestAuth.start(
              GiftwardenStack.pki(),
              folder("test-auth"),
              Integer.parseInt(address.substring(address.indexOf(':') + 1)),
              setting("giftwarden.auth.issuer"));
      auth.awaitConsumers(1);
    }
    return auth;
  }

  /// The internal identity of a service.
  public static TlsFolder service(String name) {
    return issued(
        "service-" + name,
        out -> GiftwardenStack.pki().issueService(name, List.of("localhost"), out));
  }

  public static TlsFolder partner(String account, String client) {
    return issued(
        "partner-" + account + "-" + client,
        out -> GiftwardenStack.pki().issuePartner(account, client, out));
  }

  public static TlsFolder operator(String name) {
    return issued("operator-" + name, out -> GiftwardenStack.pki().issueOperator(name, out));
  }

  /// A service's own token.
  public static String serviceToken(
      String name, Audience audience, Thumbprint boundTo, Scope... scopes) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return auth()
        .mint(
            new TokenClaims(
                setting("giftwarden.auth.issuer"),
                audience,
                new Subject.Service(new SpiffeId.Service(name)),
                UUID.randomUUID().toString(),
                now,
                now.plusSeconds(300),
                Set.of(scopes),
                Optional.of(boundTo),
                Optional.empty()));
  }

  public static String setting(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }

  private static TlsFolder issued(String name, Consumer<Path> issue) {
    return FOLDERS.computeIfAbsent(
        name,
        _ -> {
          issue.accept(folder(name));
          return TlsFolder.open(folder(name), InstantSource.system());
        });
  }

  private static Path folder(String name) {
    return TestDatabase.ofThisJvm().home().resolve("neighbours").resolve(name);
  }
}
