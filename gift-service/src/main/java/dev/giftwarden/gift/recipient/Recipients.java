package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/// The people an account gives to.
@Singleton
public class Recipients {

  private final Tenant tenant;
  private final RecipientTable recipients;
  private final Idempotency idempotency;
  private final Disclosure disclosure;
  private final GiftAudit audit;
  private final NewRecipients made;
  private final InstantSource clock;

  Recipients(
      Tenant tenant,
      RecipientTable recipients,
      Idempotency idempotency,
      Disclosure disclosure,
      GiftAudit audit,
      NewRecipients made,
      InstantSource clock) {
    this.tenant = tenant;
    this.recipients = recipients;
    this.idempotency = idempotency;
    this.disclosure = disclosure;
    this.audit = audit;
    this.made = made;
    this.clock = clock;
  }

  public Outcome<ShownRecipient> create(
      Caller.Partner caller,
      PersonalData person,
      Optional<SubAccountId> subAccount,
      Optional<IdempotencyKey> key) {
    return audit.concluded(
        caller,
        "recipient.create",
        "",
        TenantScope.of(caller).place(subAccount).then(place -> create(caller, place, person, key)));
  }

  private Outcome<ShownRecipient> create(
      Caller.Partner caller,
      Optional<SubAccountId> subAccount,
      PersonalData person,
      Optional<IdempotencyKey> key) {
    Recipient recipient = made.make(TenantScope.of(caller), subAccount, person, clock.instant());
    var request = new CanonicalRequest("giftwarden/recipient-create/v1");
    request.text(recipient.subAccount().map(SubAccountId::value));
    person.describe(request);
    return idempotency.once(
        caller,
        new Attempt(key, request, recipient.id().value(), recipient.createdAt()),
        session -> Outcome.done(insert(session, caller, recipient)),
        (session, target) -> find(session, caller, new RecipientId(target)));
  }

  private ShownRecipient insert(TenantSession session, Caller.Partner caller, Recipient recipient) {
    recipients.insert(session, recipient);
    audit.done(session, caller, "recipient.create", recipient.id().value(), recipient.subAccount());
    return disclosure.show(session, caller, recipient);
  }

  public Outcome<ShownRecipient> find(Caller.Partner caller, String id) {
    Optional<RecipientId> known = RecipientId.parse(id);
    Optional<ShownRecipient> found =
        known.flatMap(wanted ->
            tenant.look(TenantScope.of(caller), session -> find(session, caller, wanted)));
    return audit.looked(caller, "recipient.read", known.map(RecipientId::value).orElse(""), found);
  }

  private Optional<ShownRecipient> find(
      TenantSession session, Caller.Partner caller, RecipientId id) {
    return recipients.find(session, id).map(found -> disclosure.show(session, caller, found));
  }

  /// Has nobody ever read again who it was. To ask for it twice changes nothing.
  public Outcome<Recipient> erase(Caller.Partner caller, String id) {
    Optional<RecipientId> known = RecipientId.parse(id);
    Outcome<Recipient> outcome =
        known
            .map(wanted ->
                tenant.in(TenantScope.of(caller), session -> erase(session, caller, wanted)))
            .orElse(Outcome.refused(Reason.NOT_FOUND));
    return audit.concluded(
        caller, "recipient.erase", known.map(RecipientId::value).orElse(""), outcome);
  }

  private Outcome<Recipient> erase(TenantSession session, Caller.Partner caller, RecipientId id) {
    Optional<Recipient> erased = recipients.erase(session, id, clock.instant());
    if (erased.isPresent()) {
      audit.done(session, caller, "recipient.erase", id.value(), erased.get().subAccount());
      return Outcome.done(erased.get());
    }
    return recipients
        .find(session, id)
        .<Outcome<Recipient>>map(before -> new Outcome.Done<>(before, true))
        .orElse(Outcome.refused(Reason.NOT_FOUND));
  }

  /// Filtering by who somebody is answers the question whether somebody is there, so it takes a
  /// credential that may see who they are.
  public Outcome<Page<ShownRecipient>> list(
      Caller.Partner caller, Optional<EmailAddress> email, PageRequest page) {
    if (email.isPresent() && !caller.exposePii()) {
      return audit.concluded(
          caller, "recipient.list", "", Outcome.refused(Reason.PII_FILTER_REQUIRES_UNMASKED));
    }
    Page<ShownRecipient> found =
        tenant.look(
            TenantScope.of(caller),
            session ->
                email
                    .map(wanted -> recipients.listByEmail(session, wanted, page))
                    .orElseGet(() -> recipients.list(session, page))
                    .map(recipient -> disclosure.show(session, caller, recipient)));
    audit.read(caller, "recipient.list", "");
    return Outcome.done(found);
  }
}
