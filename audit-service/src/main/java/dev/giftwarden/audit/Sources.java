package dev.giftwarden.audit;

import dev.giftwarden.edge.database.Database;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Time, randomness and the database, for those who take them through their constructor.
final class Sources {
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  Database database(AgroalDataSource pool) {
    return new Database(pool);
  }
}
