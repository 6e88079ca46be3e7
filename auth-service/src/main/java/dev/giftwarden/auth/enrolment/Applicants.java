package dev.giftwarden.auth.enrolment;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.exchange.EnrolmentCodeForm;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.enrolment.code.EnrolleeTable;
import dev.giftwarden.auth.enrolment.code.EnrolmentCode;
import dev.giftwarden.auth.enrolment.code.EnrolmentCodes;
import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.auth.limit.SourceNetwork;
import dev.giftwarden.auth.oauth.BasicCredentials;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Finds out who asks for a certificate where the access table does not: the holder of an enrolment
/// code, or of the certificate on the connection. What it refuses it has recorded.
@ApplicationScoped
public class Applicants {
  private static final String BEARER = "Bearer ";

  /// As for keys that are refused: whoever mistypes comes nowhere near it.
  private static final int FAILURES_BURST = 50;

  private static final Duration FAILURES_REFILL = Duration.ofMillis(200);

  private final EnrolmentCodes codes;
  private final EnrolleeTable enrollees;
  private final TokenVerifier verifier;
  private final Recorder recorder;
  private final InstantSource clock;
  private final RateLimit<SourceNetwork> failures;

  Applicants(
      EnrolmentCodes codes,
      EnrolleeTable enrollees,
      TokenVerifier verifier,
      Recorder recorder,
      InstantSource clock) {
    this.codes = codes;
    this.enrollees = enrollees;
    this.verifier = verifier;
    this.recorder = recorder;
    this.clock = clock;
    this.failures = new RateLimit<>(clock, FAILURES_BURST, FAILURES_REFILL);
  }

  public sealed interface Finding {
    record Found(Subject.Client client, Applicant applicant) implements Finding {}

    record Refused(Refusal reason) implements Finding {}
  }

  /// @param user `account/client`, where the code came with a name
  private record Presented(Optional<String> user, String code) {
    @Override
    public String toString() {
      return "Presented[…]";
    }
  }

  /// Of those whom the access table admitted.
  Finding admitted(Caller caller, List<String> authorization, Subject.Client client) {
    if (presented(authorization).isPresent()) {
      recorder.refused(
          Recorder.begin(caller, Applicant.Application.ACTION).target(client.text()),
          Refusal.TWO_CREDENTIALS);
      return new Finding.Refused(Refusal.TWO_CREDENTIALS);
    }
    return new Finding.Found(client, new Applicant.Admitted(caller));
  }

  /// Of those, when there is no such client.
  Finding nowhere(Caller caller, String wanted) {
    recorder.refused(
        Recorder.begin(caller, Applicant.Application.ACTION).target(wanted), Refusal.NOT_VISIBLE);
    return new Finding.Refused(Refusal.NOT_VISIBLE);
  }

  /// By the code, if there is one, or else by the certificate on the connection.
  public Finding find(List<String> authorization, Origin origin) {
    var presented = presented(authorization);
    return presented.isPresent() ? byCode(presented.get(), origin) : byCertificate(origin);
  }

  private static Optional<Presented> presented(List<String> authorization) {
    if (authorization.size() != 1) {
      return Optional.empty();
    }
    String header = authorization.getFirst();
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      String text = header.substring(BEARER.length()).strip();
      return text.startsWith(EnrolmentCodeForm.PREFIX)
          ? Optional.of(new Presented(Optional.empty(), text))
          : Optional.empty();
    }
    return BasicCredentials.parse(header)
        .map(basic -> new Presented(Optional.of(basic.user()), basic.password()));
  }

  private Finding byCode(Presented presented, Origin origin) {
    var network = SourceNetwork.of(origin.address());
    if (!failures.hasLeft(network)) {
      return refused(origin, Refusal.RATE);
    }
    Finding finding =
        switch (codes.prove(presented.code())) {
          case EnrolmentCodes.Proof.Refused(Refusal reason) -> refused(origin, reason);
          case EnrolmentCodes.Proof.Proven(EnrolmentCode code, Subject.Client client) ->
              proven(code, client, origin, objection(presented, code, client, origin));
        };
    if (finding instanceof Finding.Refused) {
      var _ = failures.admits(network);
    }
    return finding;
  }

  /// With a code that is used it depends on the request what is said: who has lost the answer gets
  /// it again, or learns that there was one. It costs as much as one that is refused here.
  private Finding proven(
      EnrolmentCode code, Subject.Client client, Origin origin, Optional<Refusal> objection) {
    if (objection.isPresent() && objection.get() != Refusal.CODE_USED) {
      return refused(code, client, origin, objection.get());
    }
    if (objection.isPresent()) {
      var _ = failures.admits(SourceNetwork.of(origin.address()));
    }
    return new Finding.Found(client, new Applicant.Coded(code, origin));
  }

  private Optional<Refusal> objection(
      Presented presented, EnrolmentCode code, Subject.Client client, Origin origin) {
    String name = client.account().value() + "/" + client.id().value();
    if (!presented.user().orElse(name).equals(name)) {
      return Optional.of(Refusal.CODE_OTHER_CLIENT);
    }
    boolean stranger =
        origin
            .certificate()
            .map(peer ->
                !(peer.id() instanceof SpiffeId.Partner partner)
                    || !partner.account().equals(client.account().value()))
            .orElse(false);
    return stranger
        ? Optional.of(Refusal.ACCOUNTS_DIFFER)
        : codes.objection(code, client, clock.instant());
  }

  private Finding byCertificate(Origin origin) {
    if (origin.certificate().isEmpty()) {
      return refused(origin, Refusal.CREDENTIALS_MISSING);
    }
    PeerCertificate peer = origin.certificate().get();
    if (!(peer.id() instanceof SpiffeId.Partner partner)) {
      return refused(origin, Refusal.KIND_OF_CALLER);
    }
    var client =
        new Subject.Client(new AccountId(partner.account()), new ClientId(partner.client()));
    var expired = verifier.certificateObjection(origin);
    if (expired.isPresent()) {
      return refused(origin, expired.get());
    }
    return enrollees.find(client).isEmpty()
        ? refused(origin, Refusal.CLIENT_UNKNOWN)
        : new Finding.Found(client, new Applicant.Renewing(client, peer, origin));
  }

  /// Who proved who he is, and asks for another's certificate.
  Finding elsewhere(Finding.Found found, String wanted) {
    Refusal reason =
        found.applicant() instanceof Applicant.Coded
            ? Refusal.CODE_OTHER_CLIENT
            : Refusal.NOT_VISIBLE;
    recorder.refused(
        found
            .applicant()
            .begin(Applicant.Application.ACTION)
            .account(found.client().account().value())
            .target(wanted),
        reason);
    return new Finding.Refused(reason);
  }

  private Finding refused(
      EnrolmentCode code, Subject.Client client, Origin origin, Refusal reason) {
    recorder.refused(
        new Applicant.Coded(code, origin)
            .begin(Applicant.Application.ACTION)
            .account(client.account().value())
            .target(client.text()),
        reason);
    return new Finding.Refused(reason);
  }

  private Finding refused(Origin origin, Refusal reason) {
    var act = Recorder.begin(origin, Applicant.Application.ACTION);
    if (origin.certificate().isPresent()) {
      recorder.refused(act, reason);
    } else {
      recorder.strangerRefused(act, reason);
    }
    return new Finding.Refused(reason);
  }
}
