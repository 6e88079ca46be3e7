package dev.giftwarden.database;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The three databases and who may enter each. A role enters its own database and no other, and
/// proves itself with a certificate whose common name is the role; there are no passwords.
public enum ServiceDatabase {
  AUTH(true),
  GIFT(true, "gift_webhooks"),
  AUDIT(false);

  /// The role of the server itself: makes databases and roles, and serves nobody else.
  public static final String SUPERUSER = "postgres";

  private final boolean hasWorker;
  private final List<String> rolesApart;

  ServiceDatabase(boolean hasWorker, String... rolesApart) {
    this.hasWorker = hasWorker;
    this.rolesApart = List.of(rolesApart);
  }

  /// The name of the database, which is also the name of the service.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Owns the schema and migrates it, and does nothing else.
  public String owner() {
    return id() + "_owner";
  }

  /// The roles of the running service: its application role, and the role that drains its queues
  /// where it has queues. Neither may change the schema.
  public List<String> runtimeRoles() {
    return hasWorker ? List.of(id(), id() + "_worker") : List.of(id());
  }

  /// Of processes beside the service, which it is not given: `gift_webhooks` sends webhooks.
  public List<String> rolesApart() {
    return rolesApart;
  }

  /// Whether it has queues that a worker drains: the outbox of what it reports to audit, first of
  /// all.
  public boolean hasWorker() {
    return hasWorker;
  }

  public List<String> roles() {
    return Stream.of(List.of(owner()), runtimeRoles(), rolesApart).flatMap(List::stream).toList();
  }
}
