package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.Columns;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Sql;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Recipients in the database.
@Singleton
public class RecipientTable {

  /// For [#read], also of a row that a join made.
  public static final Columns COLUMNS =
      Columns.of(
          "id",
          "sub_account",
          "name",
          "email",
          "phone",
          "address_line1",
          "address_line2",
          "city",
          "region",
          "postal_code",
          "country",
          "created_at");

  private static final String INSERT =
      "insert into recipient (account, environment, %s) values (:account, :environment, %s)"
          .formatted(COLUMNS.all(), COLUMNS.parameters());

  private static final String MINE =
      """
      select %s
        from recipient
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """
          .formatted(COLUMNS.all());

  private static final String FIND = MINE + " and id = :id";

  private static final String BEHIND =
      """
         and (created_at, id) < (:before, :before_id)
       order by created_at desc, id desc
       limit :limit
      """;

  private static final String LIST = MINE + BEHIND;
  private static final String LIST_BY_EMAIL = MINE + " and lower(email) = lower(:email)" + BEHIND;

  public void insert(TenantSession session, Recipient recipient) {
    PersonalData person = recipient.person();
    Optional<PostalAddress> address = Optional.ofNullable(person.address());
    session
        .sql(INSERT)
        .set("id", recipient.id().value())
        .set("sub_account", recipient.subAccount().map(SubAccountId::value))
        .set("name", person.name().value())
        .set("email", person.email().value())
        .set("phone", Optional.ofNullable(person.phone()).map(PhoneNumber::value))
        .set("address_line1", address.map(PostalAddress::line1))
        .set("address_line2", address.map(PostalAddress::line2))
        .set("city", address.map(PostalAddress::city))
        .set("region", address.map(PostalAddress::region))
        .set("postal_code", address.map(PostalAddress::postalCode))
        .set("country", address.map(PostalAddress::country))
        .set("created_at", recipient.createdAt())
        .later();
  }

  public Optional<Recipient> find(TenantSession session, RecipientId id) {
    return session.sql(FIND).set("id", id.value()).first(RecipientTable::read);
  }

  Page<Recipient> list(TenantSession session, PageRequest page) {
    return page(session.sql(LIST, page), page);
  }

  /// Those with this e-mail address; how it is capitalised does not matter, and PostgreSQL alone
  /// says what that is.
  Page<Recipient> listByEmail(TenantSession session, EmailAddress email, PageRequest page) {
    return page(session.sql(LIST_BY_EMAIL, page).set("email", email.value()), page);
  }

  private static Page<Recipient> page(Sql list, PageRequest page) {
    return Page.of(
        list.list(RecipientTable::read), page, r -> new Cursor(r.createdAt(), r.id().value()));
  }

  public static Recipient read(Row row) {
    return new Recipient(
        new RecipientId(row.text("id")),
        row.optionalText("sub_account").map(SubAccountId::new),
        new PersonalData(
            new PersonName(row.text("name")),
            new EmailAddress(row.text("email")),
            row.optionalText("phone").map(PhoneNumber::new).orElse(null),
            row.optionalText("address_line1").map(line1 -> address(line1, row)).orElse(null)),
        row.instant("created_at"));
  }

  private static PostalAddress address(String line1, Row row) {
    return new PostalAddress(
        line1,
        row.optionalText("address_line2").orElse(null),
        row.text("city"),
        row.optionalText("region").orElse(null),
        row.optionalText("postal_code").orElse(null),
        row.text("country"));
  }
}
