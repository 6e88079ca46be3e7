package dev.giftwarden.local.stack;

import dev.giftwarden.database.ServiceDatabase;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The three services.
public enum Service {
  AUTH(ServiceDatabase.AUTH),
  GIFT(ServiceDatabase.GIFT),
  AUDIT(ServiceDatabase.AUDIT);

  private final ServiceDatabase database;

  Service(ServiceDatabase database) {
    this.database = database;
  }

  /// @throws Failure where it is none of the three
  public static Service of(String id) {
    return Stream.of(values())
        .filter(service -> service.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new Failure("not a service: " + id + "; there are auth, gift and audit"));
  }

  public ServiceDatabase database() {
    return database;
  }

  /// The name in its certificate.
  public String id() {
    return database.id();
  }

  public String folderName() {
    return id() + "-service";
  }

  /// What the build makes of it.
  Path target(Home home) {
    return home.project().resolve(folderName()).resolve("target");
  }

  /// What `./mvnw package` makes of it.
  Path packaged(Home home) {
    return target(home).resolve("quarkus-app");
  }
}
