package dev.giftwarden.certs.quarkus;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// The database as the JDBC URLs in `application.properties` put it together; both values are
/// there.
@ConfigMapping(prefix = "giftwarden.database")
public interface DatabaseConfig {
  /// `host:port`.
  String address();

  /// Holds a folder of certificates for each role.
  Path folder();
}
