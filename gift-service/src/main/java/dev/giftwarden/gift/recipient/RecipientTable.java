package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.panache.common.Parameters;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Recipients in the database: plain rows, so Panache. The session it asks for is the transaction
/// that Hibernate joins.
@Singleton
public class RecipientTable {

  private static final String MINE =
      """
      account = :account and environment = :environment
      and (:wholeAccount = true or subAccount in :subAccounts)
      """;

  private static final String BEHIND =
      """
       and (createdAt < :before or (createdAt = :before and id < :beforeId))
       order by createdAt desc, id desc
      """;

  public void insert(TenantSession session, Recipient recipient) {
    RecipientRow row = RecipientRow.of(recipient);
    TenantScope scope = session.enter();
    row.account = scope.account().value();
    row.environment = scope.environment().text();
    row.persistAndFlush();
  }

  public Optional<Recipient> find(TenantSession session, RecipientId id) {
    return rows(MINE + " and id = :id", mine(session).and("id", id.value()))
        .firstResultOptional()
        .map(RecipientRow::toRecipient);
  }

  /// The recipient that `row`, made by a join, holds beside other things.
  ///
  /// @param row with all columns of the table but those that the other parameters say
  public static Recipient read(ResultSet row, RecipientId id, Optional<SubAccountId> subAccount)
      throws SQLException {
    return new Recipient(
        id, subAccount, RecipientRow.read(row), row.getTimestamp("created_at").toInstant());
  }

  Page<Recipient> list(TenantSession session, PageRequest page) {
    return page(MINE + BEHIND, mine(session), page);
  }

  /// Those with this e-mail address; how it is capitalised does not matter.
  Page<Recipient> listByEmail(TenantSession session, EmailAddress email, PageRequest page) {
    String wanted = email.value().toLowerCase(Locale.ROOT);
    return page(
        MINE + " and lower(email) = :email " + BEHIND, mine(session).and("email", wanted), page);
  }

  private static Page<Recipient> page(String query, Parameters parameters, PageRequest page) {
    parameters.and("before", page.after().at()).and("beforeId", page.after().id());
    List<Recipient> found =
        rows(query, parameters).range(0, page.limit()).stream()
            .map(RecipientRow::toRecipient)
            .toList();
    return Page.of(found, page, r -> new Cursor(r.createdAt(), r.id().value()));
  }

  private static PanacheQuery<RecipientRow> rows(String query, Parameters parameters) {
    return RecipientRow.find(query, parameters);
  }

  private static Parameters mine(TenantSession session) {
    TenantScope scope = session.enter();
    List<String> names =
        scope.subAccounts().stream().flatMap(Set::stream).map(SubAccountId::value).toList();
    return Parameters.with("account", scope.account().value())
        .and("environment", scope.environment().text())
        .and("wholeAccount", scope.subAccounts().isEmpty())
        .and("subAccounts", names);
  }
}
