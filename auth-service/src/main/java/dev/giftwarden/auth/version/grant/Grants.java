package dev.giftwarden.auth.version.grant;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.auth.version.VersionTable;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Changes what clients and certificates may call. Versions are locked before clients, as where one
/// retires. A change ends the tokens of the client, so that it holds on open connections within a
/// second; the next token says what is granted now.
@ApplicationScoped
class Grants {
  private final GrantTable table;
  private final VersionTable versions;
  private final TrustTable trust;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  Grants(
      GrantTable table,
      VersionTable versions,
      TrustTable trust,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.versions = versions;
    this.trust = trust;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// @param key marks a request that may come again
  /// @param versions what shall be called
  record Wish(Caller caller, Optional<IdempotencyKey> key, Set<ApiVersion> versions) {
    private String text() {
      return versions.isEmpty()
          ? "all"
          : versions.stream().sorted().map(ApiVersion::text).collect(Collectors.joining(","));
    }
  }

  Outcome<ClientGrant, Refusal> client(
      Subject.Client client, Caller caller, Optional<IdempotencyKey> key, ClientChange change) {
    var act = Act.in(client.account(), caller, "client.grant");
    var request =
        change.canonical(
            new CanonicalRequest("giftwarden/client-grant/v1").text(client.id().value()));
    var draft = act.begin().target(client.text() + change.text());
    Outcome<ClientGrant, Refusal> outcome =
        idempotency.once(
            act,
            new Attempt(key, request, client.id().value(), clock.instant()),
            () -> {
              var ending = versions.endingAmong(change.versions().orElse(Set.of()));
              return find(client, caller)
                  .map(old -> changeClient(draft, client, old, change, ending))
                  .orElseGet(() -> Outcome.refused(Refusal.NOT_VISIBLE));
            },
            _ -> find(client, caller));
    return recorded(draft, outcome);
  }

  /// What it is called stands in no token; what it may do does, so those of before end.
  private Outcome<ClientGrant, Refusal> changeClient(
      AuditEventDraft draft,
      Subject.Client client,
      ClientGrant old,
      ClientChange change,
      Set<ApiVersion> ending) {
    var wanted = change.of(old);
    var called = old.versions().isEmpty() ? EnumSet.allOf(ApiVersion.class) : old.versions();
    var objection = anew(called, wanted.versions(), ending);
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    if (!old.equals(wanted)) {
      boolean endsTokens = !old.grantsAs(wanted);
      long epoch = table.change(client, change, endsTokens);
      if (endsTokens) {
        trust.raise(client.text(), epoch);
      }
      records.append(draft);
    }
    return Outcome.done(wanted);
  }

  Outcome<Set<ApiVersion>, Refusal> certificate(Subject.Client of, String serial, Wish wish) {
    var act = Act.in(of.account(), wish.caller(), "certificate.grant");
    var request =
        new CanonicalRequest("giftwarden/certificate-grant/v1").text(of.id().value()).text(serial);
    var draft = act.begin().target("certificate:" + serial + " versions:" + wish.text());
    Outcome<Set<ApiVersion>, Refusal> outcome =
        idempotency.once(
            act,
            attempt(wish, request, serial),
            () -> {
              var ending = versions.endingAmong(wish.versions());
              return find(of, serial, wish)
                  .map(old -> grantCertificate(draft, of, serial, old, wish, ending))
                  .orElseGet(() -> Outcome.refused(Refusal.NOT_VISIBLE));
            },
            _ -> find(of, serial, wish));
    return recorded(draft, outcome);
  }

  private Outcome<Set<ApiVersion>, Refusal> grantCertificate(
      AuditEventDraft draft,
      Subject.Client of,
      String serial,
      Set<ApiVersion> old,
      Wish wish,
      Set<ApiVersion> ending) {
    var wanted = wish.versions();
    var objection = widening(wish.caller(), old, wanted).or(() -> anew(old, wanted, ending));
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    if (!old.equals(wanted)) {
      table.grantCertificate(serial, wanted);
      trust.raise(of.text(), table.raise(of));
      records.append(draft);
    }
    return Outcome.done(wanted);
  }

  private Attempt attempt(Wish wish, CanonicalRequest request, String target) {
    var texts = wish.versions().stream().map(ApiVersion::text).toList();
    return new Attempt(wish.key(), request.texts(texts), target, clock.instant());
  }

  /// A partner finds the clients of its own world.
  private Optional<ClientGrant> find(Subject.Client client, Caller caller) {
    Optional<Environment> world =
        caller instanceof Caller.Partner partner
            ? Optional.of(partner.environment())
            : Optional.empty();
    return table.lockClient(client, world);
  }

  private Optional<Set<ApiVersion>> find(Subject.Client of, String serial, Wish wish) {
    return find(of, wish.caller()).flatMap(_ -> table.lockCertificate(of, serial));
  }

  private <T> Outcome<T, Refusal> recorded(AuditEventDraft draft, Outcome<T, Refusal> outcome) {
    if (outcome instanceof Outcome.Refused<T, Refusal>(Refusal reason)) {
      recorder.refused(draft, reason);
    }
    return outcome;
  }

  /// Partners take away from what a certificate may do, and operators alone add to it.
  private static Optional<Refusal> widening(
      Caller caller, Set<ApiVersion> old, Set<ApiVersion> wanted) {
    return caller instanceof Caller.Operator || old.containsAll(wanted)
        ? Optional.empty()
        : Optional.of(Refusal.WIDER_THAN_ISSUER);
  }

  /// Nothing is granted anew that ends; what was granted may stay.
  private static Optional<Refusal> anew(
      Set<ApiVersion> old, Set<ApiVersion> wanted, Set<ApiVersion> ending) {
    return wanted.stream().anyMatch(version -> ending.contains(version) && !old.contains(version))
        ? Optional.of(Refusal.VERSION_DEPRECATED)
        : Optional.empty();
  }
}
