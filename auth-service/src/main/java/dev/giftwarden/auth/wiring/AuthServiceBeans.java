package dev.giftwarden.auth.wiring;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import dev.giftwarden.edge.service.Schema;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// What only this service can tell the parts that all services share.
final class AuthServiceBeans {
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  Audience audience() {
    return Audience.AUTH;
  }

  @Produces
  @Singleton
  static Schema schema() {
    return Schema.of("db/migration", "db/outbox");
  }

  @Produces
  @Singleton
  AccessTable routes() {
    return AuthAccess.routes();
  }

  @Produces
  @Singleton
  GrpcAccessTable rpcs() {
    return AuthAccess.rpcs();
  }

  @Produces
  @Singleton
  Database database(javax.sql.DataSource application) {
    return new Database(application);
  }
}
