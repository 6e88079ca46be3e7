package dev.giftwarden.auth.enrolment;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.enrolment.code.EnrolmentCode;
import dev.giftwarden.auth.idempotency.Repeatable;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.edge.record.Recorder;
import java.util.Optional;

/// Who asks for a certificate, and by what right.
public sealed interface Applicant {
  /// The audit log's `actor`.
  String actor();

  AuditEventDraft begin(String action);

  /// An operator, or a token or key with the scope.
  record Admitted(Caller caller) implements Applicant {
    @Override
    public String actor() {
      return caller.actor();
    }

    @Override
    public AuditEventDraft begin(String action) {
      return Recorder.begin(caller, action);
    }
  }

  /// Whoever holds a code that was good a moment ago, or was used for what is asked for again.
  record Coded(EnrolmentCode code, Origin origin) implements Applicant {
    @Override
    public String actor() {
      return "enrolment-code:" + code.id();
    }

    @Override
    public AuditEventDraft begin(String action) {
      return Recorder.begin(actor(), origin, action);
    }
  }

  /// The client itself, over the certificate that it renews.
  record Renewing(Subject.Client client, PeerCertificate old, Origin origin) implements Applicant {
    @Override
    public String actor() {
      return client.text();
    }

    @Override
    public AuditEventDraft begin(String action) {
      return Recorder.begin(actor(), origin, action);
    }
  }

  /// That somebody asks for a certificate of this client. The words of a code are its own: only who
  /// sends the same code again gets the answer of the first time.
  record Application(Applicant applicant, Subject.Client client) implements Repeatable {
    static final String ACTION = "certificate.issue";

    @Override
    public String holder() {
      return applicant.actor();
    }

    @Override
    public Optional<AccountId> account() {
      return Optional.of(client.account());
    }

    @Override
    public AuditEventDraft begin() {
      return begin(ACTION);
    }

    @Override
    public AuditEventDraft beginReplay() {
      return begin(ACTION + ".replay");
    }

    private AuditEventDraft begin(String action) {
      return applicant.begin(action).account(client.account().value()).target(client.text());
    }
  }
}
