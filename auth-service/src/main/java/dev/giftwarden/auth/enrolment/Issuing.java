package dev.giftwarden.auth.enrolment;

import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.apikey.KeyTable;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.usage.LastSeen;
import dev.giftwarden.auth.client.wiring.AuthConfig;
import dev.giftwarden.auth.enrolment.code.Enrollee;
import dev.giftwarden.auth.enrolment.code.EnrolleeTable;
import dev.giftwarden.auth.enrolment.code.EnrolmentCode;
import dev.giftwarden.auth.enrolment.code.EnrolmentCodes;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.csr.Csr;
import dev.giftwarden.certs.csr.P256Key;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Issues clients' certificates. What is decided by a count or by a state is decided behind the
/// lock of the account's row, and the certificate is signed before the commit: whatever breaks in
/// between, it is in the inventory or nobody has it.
@ApplicationScoped
public class Issuing {
  /// One in use, and the one that takes its place.
  private static final int MOST_LIVE = 2;

  private final PartnerCa ca;
  private final URI crl;
  private final CertificateTable table;
  private final EnrolleeTable enrollees;
  private final EnrolmentCodes codes;
  private final AccountTable accounts;
  private final KeyTable keys;
  private final VersionGrants grants;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final LastSeen seen;
  private final InstantSource clock;

  Issuing(
      PartnerCa ca,
      AuthConfig config,
      CertificateTable table,
      EnrolleeTable enrollees,
      EnrolmentCodes codes,
      AccountTable accounts,
      KeyTable keys,
      VersionGrants grants,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      LastSeen seen,
      InstantSource clock) {
    this.ca = ca;
    this.crl = URI.create(config.issuer() + "/crl/partners.crl");
    this.table = table;
    this.enrollees = enrollees;
    this.codes = codes;
    this.accounts = accounts;
    this.keys = keys;
    this.grants = grants;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.seen = seen;
    this.clock = clock;
  }

  /// @param csr as it was sent
  /// @param versions empty: all that there may be
  /// @param validity empty: as long as may be
  public record Order(
      Subject.Client client,
      byte[] csr,
      Optional<Set<ApiVersion>> versions,
      Optional<Duration> validity) {

    /// That only the key counts of a certification request goes for a repetition, too.
    CanonicalRequest canonical(P256Key key) {
      return new CanonicalRequest("giftwarden/certificate-issue/v1")
          .text(client.id().value())
          .text(key.name())
          .texts(versions.orElse(Set.of()).stream().map(ApiVersion::text).toList())
          .number(validity.map(Duration::toMillis));
    }
  }

  /// @param detail for people
  public record Objection(Refusal reason, String detail) {
    static Objection of(Refusal reason) {
      return new Objection(reason, reason.publicFace().hint());
    }

    public Problem problem() {
      return Problem.of(reason).because(detail);
    }
  }

  /// Whether there is such a client, whatever its state.
  boolean isClient(Subject.Client client) {
    return enrollees.find(client).isPresent();
  }

  /// A replay is the certificate of the first answer, chain and all.
  ///
  /// @param word marks a request that may come again
  public Outcome<IssuedCertificate, Objection> issue(
      Applicant applicant, Order order, Optional<IdempotencyKey> word) {
    var client = order.client();
    var act = new Applicant.Application(applicant, client);
    Outcome<IssuedCertificate, Objection> outcome =
        switch (Csr.read(order.csr(), holder(client))) {
          case Csr.Outcome.Refused(Csr.Reason reason) -> Outcome.refused(refused(reason));
          case Csr.Outcome.Sound(P256Key key) ->
              idempotency.once(
                  act,
                  new Attempt(word, order.canonical(key), key.name(), clock.instant()),
                  () -> decide(applicant, order, key),
                  _ -> table.find(client, key));
        };
    switch (outcome) {
      case Outcome.Refused<IssuedCertificate, Objection>(Objection objection) ->
          recorder.refused(act.begin(), objection.reason());
      case Outcome.Done<IssuedCertificate, Objection> _
          when applicant instanceof Applicant.Renewing(_, _, Origin origin) ->
          seen.see(origin);
      case Outcome.Done<IssuedCertificate, Objection> _,
          Outcome.NotAgain<IssuedCertificate, Objection> _ -> {}
    }
    return outcome;
  }

  private static SpiffeId.Partner holder(Subject.Client client) {
    return new SpiffeId.Partner(client.account().value(), client.id().value());
  }

  private static Objection refused(Csr.Reason reason) {
    return switch (reason) {
      case TOO_LARGE -> Objection.of(Refusal.CSR_TOO_LARGE);
      case UNREADABLE -> Objection.of(Refusal.CSR_UNREADABLE);
      case KEY_EXPOSED ->
          new Objection(
              Refusal.CSR_KEY_EXPOSED,
              "A private key stands beside the request: take it for stolen, and make a new one.");
      case WEAK_KEY -> Objection.of(Refusal.CSR_WEAK_KEY);
      case BAD_SIGNATURE -> Objection.of(Refusal.CSR_BAD_SIGNATURE);
      case IS_CA -> Objection.of(Refusal.CSR_IS_CA);
      case FOREIGN_NAME -> Objection.of(Refusal.CSR_FOREIGN_NAME);
    };
  }

  private Outcome<IssuedCertificate, Objection> decide(
      Applicant applicant, Order order, P256Key key) {
    grants.hold();
    accounts.lock(order.client().account());
    Instant now = clock.instant();
    Enrollee enrollee = enrollees.find(order.client()).orElseThrow();
    Optional<Objection> objection =
        objection(applicant, enrollee, key, now)
            .or(() ->
                live(applicant, order.client(), now) < MOST_LIVE
                    ? Optional.empty()
                    : Optional.of(Objection.of(Refusal.CERTIFICATE_LIMIT)));
    var bounds = bounds(applicant, enrollee);
    return objection
        .or(() -> ending(order, bounds))
        .map(Outcome::<IssuedCertificate, Objection>refused)
        .orElseGet(() ->
            switch (Terms.within(bounds, order.versions(), order.validity())) {
              case Terms.Review.Wider(String detail) ->
                  Outcome.refused(new Objection(Refusal.WIDER_THAN_ISSUER, detail));
              case Terms.Review.Sound(Terms terms) -> sign(applicant, enrollee, key, terms, now);
            });
  }

  /// What another hand issued counts from its first renewal on.
  private long live(Applicant applicant, Subject.Client client, Instant now) {
    boolean adopts =
        applicant instanceof Applicant.Renewing(_, PeerCertificate old, _)
            && table.versionsOf(old.serial(), client).isEmpty();
    return table.live(client, now) + (adopts ? 1 : 0);
  }

  private Optional<Objection> objection(
      Applicant applicant, Enrollee enrollee, P256Key key, Instant now) {
    return switch (applicant) {
      case Applicant.Admitted(Caller caller) ->
          enrollee
              .isWiderThan(caller)
              .map(detail -> new Objection(Refusal.WIDER_THAN_ISSUER, detail))
              .or(() -> ended(enrollee, Refusal.CLIENT_ENDED))
              .or(() -> hasEnded(caller, now));
      case Applicant.Coded(EnrolmentCode code, _) ->
          ended(enrollee, Refusal.CODE_CLIENT_ENDED)
              .or(() -> refusedIf(codes.got(code, key), Refusal.KEY_USED_BEFORE))
              .or(() -> codes.objection(code, enrollee.client(), now).map(Objection::of));
      case Applicant.Renewing(_, PeerCertificate old, _) ->
          ended(enrollee, Refusal.RENEWAL_ENDED)
              .or(() -> refusedIf(table.isRevoked(old.serial()), Refusal.RENEWAL_ENDED))
              // It may be one that is in no inventory.
              .or(() -> refusedIf(key.isOf(old.leaf()), Refusal.KEY_USED_BEFORE));
    };
  }

  /// It asks for a version that ends, or nothing else is left to grant.
  private Optional<Objection> ending(Order order, Terms.Bounds bounds) {
    var asked = order.versions().orElse(Set.of());
    boolean ends = !grants.grantable(asked).equals(asked);
    return refusedIf(ends || bounds.versions().isEmpty(), Refusal.VERSION_DEPRECATED);
  }

  private static Optional<Objection> ended(Enrollee enrollee, Refusal reason) {
    return enrollee.objection(reason).map(Objection::of);
  }

  private static Optional<Objection> refusedIf(boolean so, Refusal reason) {
    return so ? Optional.of(Objection.of(reason)) : Optional.empty();
  }

  /// A key that was revoked while its token was on the way issues nothing that outlives it.
  private Optional<Objection> hasEnded(Caller caller, Instant now) {
    boolean over =
        caller instanceof Caller.Partner partner
            && partner.key().isPresent()
            && !keys.isActive(partner.account(), partner.key().get(), now);
    return refusedIf(over, Refusal.TOKEN_EPOCH);
  }

  private Terms.Bounds bounds(Applicant applicant, Enrollee enrollee) {
    Set<ApiVersion> own =
        enrollee.versions().isEmpty() ? EnumSet.allOf(ApiVersion.class) : enrollee.versions();
    var bounds = Terms.Bounds.of(grants.grantable(own));
    return switch (applicant) {
      case Applicant.Admitted(Caller.Partner partner) -> bounds.within(partner.versions());
      case Applicant.Admitted _, Applicant.Coded _ -> bounds;
      case Applicant.Renewing(_, PeerCertificate old, _) -> {
        var span = Duration.between(old.leaf().getNotBefore().toInstant(), old.notAfter());
        var granted = table.versionsOf(old.serial(), enrollee.client());
        yield granted.map(bounds::within).orElse(bounds).within(span);
      }
    };
  }

  private Outcome<IssuedCertificate, Objection> sign(
      Applicant applicant, Enrollee enrollee, P256Key key, Terms terms, Instant now) {
    Subject.Client client = enrollee.client();
    var made =
        IssuedCertificate.of(
            ca.issue(holder(client), key.key(), terms.validity(), crl),
            terms.versions(),
            predecessor(applicant, client));
    if (!table.insert(client, made, key, now, applicant.actor())) {
      return Outcome.refused(Objection.of(Refusal.KEY_USED_BEFORE));
    }
    if (applicant instanceof Applicant.Coded(EnrolmentCode code, _)) {
      codes.use(code, client, made.serial(), now);
    }
    records.append(
        applicant
            .begin(Applicant.Application.ACTION)
            .account(client.account().value())
            .environment(enrollee.environment().text())
            .target("certificate:" + made.serial()));
    return Outcome.done(made);
  }

  /// What another hand issued enters the inventory with its first renewal, so that whoever revokes
  /// it finds its successors.
  private Optional<String> predecessor(Applicant applicant, Subject.Client client) {
    if (!(applicant instanceof Applicant.Renewing(_, PeerCertificate old, _))) {
      return Optional.empty();
    }
    table.adopt(old, client);
    return table.versionsOf(old.serial(), client).map(_ -> old.serial());
  }
}
