package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.Columns;
import dev.giftwarden.edge.database.Many;
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
import dev.giftwarden.gift.sealing.DataKey;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.Owner;
import dev.giftwarden.gift.sealing.Part;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Recipients in the database: sealed, each under a key of its own, which is wrapped by one that is
/// not there. Rows from before there were keys are read as they are, until they are sealed.
@Singleton
public class RecipientTable {

  /// For [#read], also of a row that a join made.
  public static final Columns COLUMNS =
      Columns.of(
          "id",
          "sub_account",
          "kek",
          "wrapped_key",
          "sealed",
          "erased_at",
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
      """
      insert into recipient (account, environment, id, sub_account, created_at,
                             kek, wrapped_key, sealed, email_index)
      select cast(:account as text), cast(:environment as text), given.id, given.sub_account,
             cast(given.created_at as timestamptz), given.kek, given.wrapped_key, given.sealed,
             given.email_index
        from unnest(:ids, :given_sub_accounts, :created_ats, :keks, :wrapped_keys, :sealed,
                    :email_indexes)
          as given (id, sub_account, created_at, kek, wrapped_key, sealed, email_index)
      """;

  private static final String MINE =
      """
      select %s
        from recipient
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """
          .formatted(COLUMNS.all());

  private static final String FIND = MINE + " and id = :id";

  /// Until the transaction ends it is neither sealed nor erased.
  private static final String FIND_TO_GIVE = FIND + " for share";

  /// In one order, as everybody who locks several.
  private static final String FIND_ALL_TO_GIVE =
      MINE + " and id = any (:ids) order by id for share";

  /// The key goes, and whatever was in the clear. Ciphertexts that it was for stay in gifts and in
  /// backups, and nobody will read them.
  private static final String ERASE =
      """
      update recipient
         set kek = null, wrapped_key = null, sealed = null, email_index = null, name = null,
             email = null, phone = null, address_line1 = null, address_line2 = null, city = null,
             region = null, postal_code = null, country = null, erased_at = :at
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
         and erased_at is null
      returning %s
      """
          .formatted(COLUMNS.all());

  private static final String FORGET_MESSAGES =
      """
      update gift
         set message = null
       where recipient_id = :id and account = :account and environment = :environment
         and message is not null
      """;

  private static final String BEHIND =
      """
         and (created_at, id) < (:before, :before_id)
       order by created_at desc, id desc
       limit :limit
      """;

  private static final String LIST = MINE + BEHIND;

  /// In a row from before there were keys the address itself.
  private static final String LIST_BY_EMAIL =
      MINE
          + " and (email_index = :email_index or email is not null and lower(email) = lower(:email))"
          + BEHIND;

  private final Keys keys;

  RecipientTable(Keys keys) {
    this.keys = keys;
  }

  /// @param recipients that [NewRecipients] made: all by one statement
  public void insert(TenantSession session, List<Recipient> recipients) {
    if (recipients.isEmpty()) {
      return;
    }
    List<Sealed> sealed = recipients.stream().map(one -> sealed(session.scope(), one)).toList();
    session
        .sql(INSERT)
        .set("ids", Many.texts(recipients, one -> one.id().value()))
        .set(
            "given_sub_accounts",
            Many.optionals(recipients, one -> one.subAccount().map(SubAccountId::value)))
        .set("created_ats", Many.texts(recipients, one -> one.createdAt().toString()))
        .set("keks", Many.texts(sealed, one -> one.key().kek()))
        .set("wrapped_keys", Many.bytes(sealed, one -> Optional.of(one.key().bytes())))
        .set("sealed", Many.bytes(sealed, one -> Optional.of(one.person())))
        .set("email_indexes", Many.bytes(sealed, one -> Optional.of(one.emailIndex())))
        .later();
  }

  public void insert(TenantSession session, Recipient recipient) {
    insert(session, List.of(recipient));
  }

  /// How somebody is stored.
  @SuppressWarnings("ArrayRecordComponent") // written at once, never compared
  private record Sealed(WrappedKey key, byte[] person, byte[] emailIndex) {}

  private Sealed sealed(TenantScope scope, Recipient recipient) {
    if (!(recipient.identity() instanceof Identity.Known(var person, var key))) {
      throw new IllegalArgumentException("nobody begins as erased");
    }
    return sealed(scope, person, key.orElseThrow());
  }

  private Sealed sealed(TenantScope scope, PersonalData person, DataKey key) {
    return new Sealed(
        keys.wrap(key),
        key.seal(Part.PERSON, StoredPerson.bytes(person)),
        keys.index(scope.account(), scope.environment(), person.email()));
  }

  Sql seal(TenantSession session, Sql statement, PersonalData person, DataKey key) {
    Sealed sealed = sealed(session.scope(), person, key);
    return statement
        .set("kek", sealed.key().kek())
        .set("wrapped_key", sealed.key().bytes())
        .set("sealed", sealed.person())
        .set("email_index", sealed.emailIndex());
  }

  public Optional<Recipient> find(TenantSession session, RecipientId id) {
    return session.sql(FIND).set("id", id.value()).first(row -> read(session, row));
  }

  /// As [#find], and it stays what it is for as long as the transaction lasts.
  public Optional<Recipient> findToGive(TenantSession session, RecipientId id) {
    return session.sql(FIND_TO_GIVE).set("id", id.value()).first(row -> read(session, row));
  }

  /// As [#findToGive(TenantSession, RecipientId)].
  public Map<RecipientId, Recipient> findToGive(TenantSession session, Set<RecipientId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return session
        .sql(FIND_ALL_TO_GIVE)
        .set("ids", ids.stream().map(RecipientId::value).toArray(String[]::new))
        .list(row -> read(session, row))
        .stream()
        .collect(Collectors.toMap(Recipient::id, recipient -> recipient));
  }

  /// The recipient as it is afterwards; empty, and nothing written, if it is not there or erased.
  /// Waits for whoever is giving to it.
  Optional<Recipient> erase(TenantSession session, RecipientId id, Instant at) {
    Optional<Recipient> erased =
        session.sql(ERASE).set("id", id.value()).set("at", at).first(row -> read(session, row));
    if (erased.isPresent()) {
      session.sql(FORGET_MESSAGES).set("id", id.value()).later();
    }
    return erased;
  }

  public Page<Recipient> list(TenantSession session, PageRequest page) {
    return page(session, session.sql(LIST, page), page);
  }

  /// Those with this e-mail address; how it is capitalised does not matter.
  Page<Recipient> listByEmail(TenantSession session, EmailAddress email, PageRequest page) {
    TenantScope scope = session.scope();
    Sql list =
        session
            .sql(LIST_BY_EMAIL, page)
            .set("email", email.value())
            .set("email_index", keys.index(scope.account(), scope.environment(), email));
    return page(session, list, page);
  }

  private Page<Recipient> page(TenantSession session, Sql list, PageRequest page) {
    return Page.of(
        list.list(row -> read(session, row)), page, r -> new Cursor(r.createdAt(), r.id().value()));
  }

  public Recipient read(TenantSession session, Row row) {
    var id = new RecipientId(row.text("id"));
    return new Recipient(
        id,
        row.optionalText("sub_account").map(SubAccountId::new),
        row.optionalInstant("erased_at")
            .<Identity>map(Identity.Erased::new)
            .orElseGet(() -> known(session.scope(), id, row)),
        row.instant("created_at"));
  }

  private Identity known(TenantScope scope, RecipientId id, Row row) {
    Optional<DataKey> key =
        row.optionalText("kek")
            .map(kek ->
                keys.unwrap(
                    new WrappedKey(kek, row.bytes("wrapped_key")),
                    new Owner(scope.account(), scope.environment(), id)));
    return new Identity.Known(
        key.map(opened -> StoredPerson.read(opened.open(Part.PERSON, row.bytes("sealed"))))
            .orElseGet(() -> clear(row)),
        key);
  }

  private static PersonalData clear(Row row) {
    return new PersonalData(
        new PersonName(row.text("name")),
        new EmailAddress(row.text("email")),
        row.optionalText("phone").map(PhoneNumber::new).orElse(null),
        row.optionalText("address_line1").map(line1 -> address(line1, row)).orElse(null));
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
