package dev.giftwarden.auth.account.plan;

import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;

/// What the database knows of an account's plan.
@ApplicationScoped
class PlanTable {
  private static final String FIND = "select plan from account where id = :account";

  private final Database database;

  PlanTable(Database database) {
    this.database = database;
  }

  /// Of an account that there is.
  ///
  /// @throws DatabaseException where the database does not answer
  Plan find(AccountId account) {
    return database
        .sql(FIND)
        .set("account", account.value())
        .only(row -> Plan.of(row.text("plan")));
  }
}
