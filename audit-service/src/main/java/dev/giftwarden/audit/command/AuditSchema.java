package dev.giftwarden.audit.command;

import dev.giftwarden.edge.service.Schema;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the log's database is made of, for the command that brings it there and for the service,
/// which asks for it. It queues nothing for another log.
final class AuditSchema {
  @Produces
  @Singleton
  static Schema schema() {
    return Schema.of("db/migration");
  }
}
