package dev.giftwarden.gift.webhook;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The endpoints that are told of gifts. What signs is shown once, to whoever made it; a repetition
/// of the request shows the endpoint without it.
@Singleton
public class Webhooks {

  /// How long two secrets sign: a receiver is deployed in a day.
  static final Duration OVERLAP = Duration.ofHours(24);

  private final Tenant tenant;
  private final WebhookTable webhooks;
  private final Idempotency idempotency;
  private final GiftAudit audit;
  private final RandomIds ids;
  private final RandomGenerator random;
  private final InstantSource clock;

  Webhooks(
      Tenant tenant,
      WebhookTable webhooks,
      Idempotency idempotency,
      GiftAudit audit,
      RandomIds ids,
      RandomGenerator random,
      InstantSource clock) {
    this.tenant = tenant;
    this.webhooks = webhooks;
    this.idempotency = idempotency;
    this.audit = audit;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
  }

  /// What is done with one endpoint that its transaction holds.
  private interface Act {
    ShownWebhook on(TenantSession session, Webhook webhook, Instant now);
  }

  public Outcome<ShownWebhook> create(
      Caller.Partner caller, NewWebhook wanted, Optional<IdempotencyKey> key) {
    return audit.concluded(
        caller,
        "webhook.create",
        "",
        TenantScope.of(caller)
            .place(wanted.subAccount())
            .then(place -> create(caller, key, wanted.at(place))));
  }

  private Outcome<ShownWebhook> create(
      Caller.Partner caller, Optional<IdempotencyKey> key, NewWebhook wanted) {
    var webhook =
        new Webhook(
            WebhookId.next(ids),
            wanted.subAccount(),
            wanted.url(),
            wanted.events(),
            true,
            wanted.piiReason(),
            Optional.empty(),
            clock.instant());
    return idempotency.once(
        caller,
        new Attempt(key, wanted.describe(), webhook.id().value(), webhook.createdAt()),
        session -> insert(session, caller, webhook),
        (session, target) -> webhooks.find(session, new WebhookId(target)).map(ShownWebhook::of));
  }

  private Outcome<ShownWebhook> insert(
      TenantSession session, Caller.Partner caller, Webhook webhook) {
    if (isBeyond(caller, webhook)) {
      return Outcome.refused(Reason.WEBHOOK_SEES_PEOPLE);
    }
    WebhookSecret secret = WebhookSecret.next(random);
    if (!webhooks.insert(session, webhook, secret)) {
      return Outcome.refused(Reason.WEBHOOKS_EXHAUSTED);
    }
    audit.done(session, caller, "webhook.create", webhook.id().value(), webhook.subAccount());
    if (webhook.piiReason().isPresent()) {
      audit.done(session, caller, "webhook.expose", webhook.id().value(), webhook.subAccount());
    }
    return Outcome.done(new ShownWebhook(webhook, Optional.of(secret)));
  }

  /// Who does not see people has nobody told of them, nowhere.
  private static boolean isBeyond(Caller.Partner caller, Webhook webhook) {
    return webhook.piiReason().isPresent() && !caller.exposePii();
  }

  public Outcome<ShownWebhook> find(Caller.Partner caller, String id) {
    Optional<WebhookId> known = WebhookId.parse(id);
    Optional<ShownWebhook> found =
        known
            .flatMap(wanted ->
                tenant.look(TenantScope.of(caller), session -> webhooks.find(session, wanted)))
            .map(ShownWebhook::of);
    return audit.looked(caller, "webhook.read", text(known), found);
  }

  public Optional<Webhook> find(TenantSession session, WebhookId id) {
    return webhooks.find(session, id);
  }

  /// As it is until the transaction ends.
  public Optional<Webhook> hold(TenantSession session, WebhookId id) {
    return webhooks.hold(session, id);
  }

  public Page<ShownWebhook> list(Caller.Partner caller, PageRequest page) {
    Page<Webhook> found =
        tenant.look(TenantScope.of(caller), session -> webhooks.list(session, page));
    audit.read(caller, "webhook.list", "");
    return found.map(ShownWebhook::of);
  }

  public Outcome<ShownWebhook> change(
      Caller.Partner caller, String id, WebhookChange change, Optional<IdempotencyKey> key) {
    return act(
        caller,
        "webhook.change",
        id,
        key,
        change.describe(new CanonicalRequest("giftwarden/webhook-change/v1")),
        (session, webhook, _) -> {
          Webhook changed = webhook.with(change);
          webhooks.change(session, changed);
          return ShownWebhook.of(changed);
        });
  }

  public Outcome<ShownWebhook> rotate(
      Caller.Partner caller, String id, Optional<IdempotencyKey> key) {
    return act(
        caller,
        "webhook.rotate",
        id,
        key,
        new CanonicalRequest("giftwarden/webhook-rotate/v1"),
        (session, webhook, now) -> {
          WebhookSecret next = WebhookSecret.next(random);
          webhooks.rotate(session, webhook.id(), next, now.plus(OVERLAP));
          return new ShownWebhook(
              webhooks.find(session, webhook.id()).orElseThrow(), Optional.of(next));
        });
  }

  private Outcome<ShownWebhook> act(
      Caller.Partner caller,
      String action,
      String id,
      Optional<IdempotencyKey> key,
      CanonicalRequest request,
      Act act) {
    Optional<WebhookId> known = WebhookId.parse(id);
    request.text(text(known));
    Outcome<ShownWebhook> outcome =
        known
            .map(wanted ->
                idempotency.once(
                    caller,
                    new Attempt(key, request, wanted.value(), clock.instant()),
                    session -> act(session, caller, action, wanted, act),
                    (session, target) ->
                        webhooks.find(session, new WebhookId(target)).map(ShownWebhook::of)))
            .orElse(Outcome.refused(Reason.NOT_FOUND));
    return audit.concluded(caller, action, text(known), outcome);
  }

  private Outcome<ShownWebhook> act(
      TenantSession session, Caller.Partner caller, String action, WebhookId id, Act act) {
    Optional<Webhook> found = webhooks.hold(session, id);
    if (found.isEmpty()) {
      return Outcome.refused(Reason.NOT_FOUND);
    }
    if (isBeyond(caller, found.get())) {
      return Outcome.refused(Reason.WEBHOOK_SEES_PEOPLE);
    }
    ShownWebhook shown = act.on(session, found.get(), clock.instant());
    audit.done(session, caller, action, id.value(), found.get().subAccount());
    return Outcome.done(shown);
  }

  /// What waits to be sent there is sent no more.
  public Outcome<WebhookId> delete(Caller.Partner caller, String id) {
    Optional<WebhookId> known = WebhookId.parse(id);
    Outcome<WebhookId> outcome =
        known
            .map(wanted ->
                tenant.in(TenantScope.of(caller), session -> delete(session, caller, wanted)))
            .orElse(Outcome.refused(Reason.NOT_FOUND));
    return audit.concluded(caller, "webhook.delete", text(known), outcome);
  }

  private Outcome<WebhookId> delete(TenantSession session, Caller.Partner caller, WebhookId id) {
    Optional<Optional<SubAccountId>> gone = webhooks.delete(session, id);
    if (gone.isEmpty()) {
      return Outcome.refused(Reason.NOT_FOUND);
    }
    audit.done(session, caller, "webhook.delete", id.value(), gone.get());
    return Outcome.done(id);
  }

  private static String text(Optional<WebhookId> id) {
    return id.map(WebhookId::value).orElse("");
  }
}
