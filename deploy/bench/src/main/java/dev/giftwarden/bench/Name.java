package dev.giftwarden.bench;

import dev.giftwarden.bench.gift.BatchMeasurement;
import dev.giftwarden.bench.gift.BudgetsMeasurement;
import dev.giftwarden.bench.gift.GiftMeasurement;
import dev.giftwarden.bench.handshake.HandshakeMeasurement;
import dev.giftwarden.bench.revocation.Lookup;
import dev.giftwarden.bench.revocation.RevocationMeasurement;
import dev.giftwarden.bench.rotation.RotationMeasurement;
import dev.giftwarden.bench.soak.SoakMeasurement;
import dev.giftwarden.bench.start.StartMeasurement;
import dev.giftwarden.bench.start.StartsMeasurement;
import dev.giftwarden.bench.token.TokenMeasurement;
import dev.giftwarden.bench.webhook.WebhooksMeasurement;
import dev.giftwarden.local.image.Programs;
import dev.giftwarden.local.stack.Packaging;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be measured.
enum Name {
  TOKEN(
      "a token for certificate and key, with its audit record, beside Keycloak; and verifying one",
      new TokenMeasurement()),
  GIFT(
      "reading and sending a gift, beside a bare application on the same database server",
      new GiftMeasurement()),
  BUDGETS(
      "many who send gifts at once, from one budget, from ten and from a hundred",
      new BudgetsMeasurement()),
  BATCH(
      "batches of a thousand gifts, by one and by four at once, beside somebody who sends singly",
      new BatchMeasurement()),
  REVOCATION(
      "from the answer that a key or a certificate is revoked to the last acceptance anywhere",
      new RevocationMeasurement()),
  LOOKUP(
      "looking up one of 100,000 revoked certificates, in the feed's memory and in a list on disk",
      new Lookup()),
  HANDSHAKE(
      "a TLS handshake with a certificate, without, with each that is refused, beside nginx",
      new HandshakeMeasurement()),
  ROTATION(
      "calls while every certificate of three services is replaced again and again",
      new RotationMeasurement()),
  SOAK(
      "two hundred at once, over two replicas of gift that are killed: money, effects and records",
      new SoakMeasurement()),
  WEBHOOKS(
      "from the transaction that sends a gift to its message at the receiver, a slow one beside",
      new WebhooksMeasurement()),
  START("how long each service takes to be ready, and its memory", new StartMeasurement()),
  STARTS(
      "a hundred starts of auth while every core is busy: how many never become ready",
      new StartsMeasurement());

  private final String what;
  private final Measurement measurement;

  Name(String what, Measurement measurement) {
    this.what = what;
    this.measurement = measurement;
  }

  static Optional<Name> of(String text) {
    return Arrays.stream(values()).filter(name -> name.text().equals(text)).findFirst();
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String what() {
    return what;
  }

  /// What is started where nobody says otherwise: as it is deployed, but where starts themselves
  /// are measured, or waiting, which no cache makes shorter.
  String packaging() {
    return switch (this) {
      case START, STARTS, WEBHOOKS -> Packaging.JVM.text();
      case TOKEN, GIFT, BATCH, BUDGETS, REVOCATION, LOOKUP, HANDSHAKE, ROTATION, SOAK ->
          Programs.IMAGE;
    };
  }

  Measurement measurement() {
    return measurement;
  }
}
