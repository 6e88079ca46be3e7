package dev.giftwarden.gift.webhook.delivery;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.id.MessageId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import dev.giftwarden.gift.webhook.Webhook;
import dev.giftwarden.gift.webhook.Webhooks;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Looking at what was and is to be sent to an endpoint, trying it, and having something sent
/// again. Nothing is sent from here.
@Singleton
public class Deliveries {

  private final Tenant tenant;
  private final Webhooks webhooks;
  private final DeliveryTable deliveries;
  private final Idempotency idempotency;
  private final GiftAudit audit;
  private final RandomIds ids;
  private final InstantSource clock;

  Deliveries(
      Tenant tenant,
      Webhooks webhooks,
      DeliveryTable deliveries,
      Idempotency idempotency,
      GiftAudit audit,
      RandomIds ids,
      InstantSource clock) {
    this.tenant = tenant;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.idempotency = idempotency;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /// What is done with one endpoint that its transaction holds.
  private interface Act {
    Outcome<Delivery> on(TenantSession session, Webhook webhook, Instant now);
  }

  public Outcome<Page<Delivery>> list(Caller.Partner caller, String id, PageRequest page) {
    Optional<WebhookId> known = WebhookId.parse(id);
    Optional<Page<Delivery>> found =
        known.flatMap(wanted ->
            tenant.look(
                TenantScope.of(caller),
                session ->
                    webhooks
                        .find(session, wanted)
                        .map(webhook -> deliveries.list(session, webhook.id(), page))));
    return audit.looked(caller, "webhook.delivery.list", text(known), found);
  }

  /// Queues a message that tells nothing.
  public Outcome<Delivery> test(Caller.Partner caller, String id, Optional<IdempotencyKey> key) {
    MessageId message = MessageId.next(ids);
    return act(
        caller,
        new Wanted("webhook.test", WebhookId.parse(id), Optional.of(message), key),
        new CanonicalRequest("giftwarden/webhook-test/v1"),
        (session, webhook, now) -> {
          deliveries.test(session, webhook, message, now);
          return Outcome.done(deliveries.find(session, webhook.id(), message).orElseThrow());
        });
  }

  /// Has a message sent again, or at once.
  public Outcome<Delivery> redeliver(
      Caller.Partner caller, String id, String message, Optional<IdempotencyKey> key) {
    Optional<MessageId> known = MessageId.parse(message);
    return act(
        caller,
        new Wanted("webhook.redeliver", WebhookId.parse(id), known, key),
        new CanonicalRequest("giftwarden/webhook-redeliver/v1").text(known.map(MessageId::value)),
        (session, webhook, now) ->
            deliveries
                .again(session, webhook.id(), known.orElseThrow(), now)
                .map(Outcome::done)
                .orElse(Outcome.refused(Reason.NOT_FOUND)));
  }

  /// @param action the word in the audit log
  private record Wanted(
      String action,
      Optional<WebhookId> webhook,
      Optional<MessageId> message,
      Optional<IdempotencyKey> key) {}

  private Outcome<Delivery> act(
      Caller.Partner caller, Wanted wanted, CanonicalRequest request, Act act) {
    request.text(text(wanted.webhook()));
    Outcome<Delivery> outcome =
        wanted.webhook().isEmpty() || wanted.message().isEmpty()
            ? Outcome.refused(Reason.NOT_FOUND)
            : act(caller, wanted, wanted.webhook().get(), wanted.message().get(), request, act);
    return audit.concluded(caller, wanted.action(), text(wanted.webhook()), outcome);
  }

  private Outcome<Delivery> act(
      Caller.Partner caller,
      Wanted wanted,
      WebhookId webhook,
      MessageId message,
      CanonicalRequest request,
      Act act) {
    Instant now = clock.instant();
    return idempotency.once(
        caller,
        new Attempt(wanted.key(), request, message.value(), now),
        session -> {
          Optional<Webhook> found = webhooks.hold(session, webhook);
          return found
              .map(one -> active(one).then(it -> act.on(session, it, now)))
              .orElse(Outcome.refused(Reason.NOT_FOUND))
              .map(done -> {
                audit.done(
                    session,
                    caller,
                    wanted.action(),
                    done.id().value(),
                    found.orElseThrow().subAccount());
                return done;
              });
        },
        (session, target) ->
            webhooks
                .find(session, webhook)
                .flatMap(one -> deliveries.find(session, one.id(), new MessageId(target))));
  }

  private static Outcome<Webhook> active(Webhook webhook) {
    return webhook.active() ? Outcome.done(webhook) : Outcome.refused(Reason.WEBHOOK_INACTIVE);
  }

  private static String text(Optional<WebhookId> id) {
    return id.map(WebhookId::value).orElse("");
  }
}
