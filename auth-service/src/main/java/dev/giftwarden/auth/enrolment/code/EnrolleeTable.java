package dev.giftwarden.auth.enrolment.code;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Collectors;

/// Clients, as far as their certificates go.
@ApplicationScoped
public class EnrolleeTable {
  /// `for share`: nobody ends the client before this transaction has.
  private static final String FIND =
      """
      select c.environment, coalesce(c.versions, '{}') as versions,
        c.revoked_at is not null as ended, a.suspended_at is not null as suspended
      from client c join account a on a.id = c.account
      where c.account = :account and c.id = :client
      for share of c
      """;

  private final Database database;

  EnrolleeTable(Database database) {
    this.database = database;
  }

  public Optional<Enrollee> find(Subject.Client client) {
    return database
        .sql(FIND)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .first(row ->
            new Enrollee(
                client,
                Environment.of(row.text("environment")),
                row.texts("versions").stream().map(ApiVersion::of).collect(Collectors.toSet()),
                row.flag("ended"),
                row.flag("suspended")));
  }
}
