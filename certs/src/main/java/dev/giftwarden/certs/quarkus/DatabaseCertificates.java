package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.tls.DatabaseSockets;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The driver reads its files anew for each physical connection, so a rotation only has to retire
/// the connections that exist.
@Singleton
@RegisterForReflection(targets = DatabaseSockets.class)
public class DatabaseCertificates {
  /// The pool marks connections in a thread of its own, behind those that it is opening: whoever
  /// kept one may take one again that is not marked yet. So many looks on, it is.
  private static final int SETTLING = 5;

  private static final Logger LOG = Logger.getLogger(DatabaseCertificates.class);

  private final Path folder;
  private final InjectableInstance<AgroalDataSource> dataSources;
  private volatile Map<Path, CredentialFolder.Text> known;
  private final AtomicLong generation = new AtomicLong();
  private int settling;

  @Inject
  DatabaseCertificates(DatabaseConfig config, @Any InjectableInstance<AgroalDataSource> dataSources)
      throws IOException {
    this.folder = config.folder();
    this.dataSources = dataSources;
    this.known = read();
  }

  /// The roles that this process connects as; its folder may hold more.
  public Set<String> roles() {
    return dataSources.listActive().stream()
        .map(source ->
            source
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .principal()
                .getName())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The certificate of a role; empty where its file cannot be read.
  public Optional<X509Certificate> certificate(String role) {
    try {
      return Optional.ofNullable(known.get(folder.resolve(role)))
          .map(text -> Pem.certificates(text.certificate()).getFirst());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Rises with each change, and with a few looks behind it, while the connections that exist are
  /// marked to end as they come back. Whoever keeps one for long asks before he takes it, and gives
  /// it back when this has risen.
  public long generation() {
    return generation.get();
  }

  /// The roots that vouch for the database, as far as the files of this process's roles can be
  /// read.
  public Set<X509Certificate> roots() {
    return roles().stream()
        .flatMap(role -> Stream.ofNullable(known.get(folder.resolve(role))))
        .flatMap(DatabaseCertificates::roots)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<X509Certificate> roots(CredentialFolder.Text text) {
    try {
      return Pem.certificates(text.trusted()).stream();
    } catch (IllegalArgumentException _) {
      return Stream.empty();
    }
  }

  /// A folder in the middle of a change is left for the next look. Called by one thread.
  void look() {
    Map<Path, CredentialFolder.Text> now;
    try {
      now = read();
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("cannot read the database certificates: %s", e.getMessage());
      return;
    }
    if (!now.equals(known)) {
      known = now;
      dataSources.listActive().forEach(source -> source.flush(FlushMode.GRACEFUL));
      settling = SETTLING;
      LOG.info("database connections move to new certificates");
    } else if (settling > 0) {
      settling--;
    } else {
      return;
    }
    generation.incrementAndGet();
  }

  /// One volume may hold all roles: what begins with two dots is then how the kubelet swaps it.
  private Map<Path, CredentialFolder.Text> read() throws IOException {
    Map<Path, CredentialFolder.Text> roles = new HashMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path role : entries.filter(DatabaseCertificates::isRole).toList()) {
        roles.put(role, CredentialFolder.read(role));
      }
    }
    return roles;
  }

  private static boolean isRole(Path entry) {
    return Files.isDirectory(entry) && !entry.getFileName().toString().startsWith("..");
  }
}
