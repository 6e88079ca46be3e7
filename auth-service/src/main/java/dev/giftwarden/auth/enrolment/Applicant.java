package dev.giftwarden.auth.enrolment;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.enrolment.code.EnrolmentCode;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.edge.record.Recorder;

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

  /// Whoever holds a code that was good a moment ago.
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
}
