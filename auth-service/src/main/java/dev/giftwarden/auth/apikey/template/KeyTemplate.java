package dev.giftwarden.auth.apikey.template;

import static dev.giftwarden.auth.client.Scope.ACCOUNTS_READ;
import static dev.giftwarden.auth.client.Scope.AUDIT_READ;
import static dev.giftwarden.auth.client.Scope.BUDGETS_READ;
import static dev.giftwarden.auth.client.Scope.BUDGETS_WRITE;
import static dev.giftwarden.auth.client.Scope.CAMPAIGNS_READ;
import static dev.giftwarden.auth.client.Scope.CAMPAIGNS_WRITE;
import static dev.giftwarden.auth.client.Scope.CERTIFICATES_READ;
import static dev.giftwarden.auth.client.Scope.CERTIFICATES_WRITE;
import static dev.giftwarden.auth.client.Scope.GIFTS_CANCEL;
import static dev.giftwarden.auth.client.Scope.GIFTS_FULFIL;
import static dev.giftwarden.auth.client.Scope.GIFTS_LINK;
import static dev.giftwarden.auth.client.Scope.GIFTS_READ;
import static dev.giftwarden.auth.client.Scope.GIFTS_SEND;
import static dev.giftwarden.auth.client.Scope.GIFTS_STATUS_READ;
import static dev.giftwarden.auth.client.Scope.KEYS_READ;
import static dev.giftwarden.auth.client.Scope.KEYS_WRITE;
import static dev.giftwarden.auth.client.Scope.RECIPIENTS_ERASE;
import static dev.giftwarden.auth.client.Scope.RECIPIENTS_READ;
import static dev.giftwarden.auth.client.Scope.RECIPIENTS_WRITE;
import static dev.giftwarden.auth.client.Scope.WEBHOOKS_READ;
import static dev.giftwarden.auth.client.Scope.WEBHOOKS_WRITE;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What keys are usually made for. A key gets the scopes that its template has at that moment, and
/// keeps them: to change a list here changes no key there is.
@Schema(description = "What keys are usually made for")
public enum KeyTemplate {
  GIFT_STATUS_READER(
      "gift-status-reader",
      "Sees that a gift exists and how it fares, never what it is or for whom.",
      Set.of(GIFTS_STATUS_READ),
      Set.of()),
  GIFT_SENDER(
      "gift-sender",
      "Sends gifts from budgets that are there, makes their links, and follows them.",
      Set.of(GIFTS_SEND, GIFTS_LINK, GIFTS_STATUS_READ, BUDGETS_READ),
      Set.of()),
  GIFT_FULFILLER(
      "gift-fulfiller",
      "Ships what has been claimed; needs exposePii to see where to.",
      Set.of(GIFTS_FULFIL),
      Set.of()),
  RECIPIENT_MANAGER(
      "recipient-manager",
      "Keeps recipients, masked unless the key is made with exposePii.",
      Set.of(RECIPIENTS_READ, RECIPIENTS_WRITE),
      Set.of()),
  AUDITOR(
      "auditor",
      "Reads what the audit log says of its account, and nothing else.",
      Set.of(AUDIT_READ),
      Set.of()),
  ADMINISTRATOR(
      "administrator",
      "Makes and ends keys and certificates, and can use nothing of what it hands out.",
      Set.of(KEYS_READ, KEYS_WRITE, CERTIFICATES_READ, CERTIFICATES_WRITE, ACCOUNTS_READ),
      Set.of(
          GIFTS_STATUS_READ,
          GIFTS_READ,
          GIFTS_SEND,
          GIFTS_CANCEL,
          GIFTS_LINK,
          GIFTS_FULFIL,
          BUDGETS_READ,
          BUDGETS_WRITE,
          CAMPAIGNS_READ,
          CAMPAIGNS_WRITE,
          RECIPIENTS_READ,
          RECIPIENTS_WRITE,
          RECIPIENTS_ERASE,
          WEBHOOKS_READ,
          WEBHOOKS_WRITE,
          AUDIT_READ));

  private final String text;
  private final String purpose;
  private final Set<Scope> scopes;
  private final Set<Scope> grantable;

  KeyTemplate(String text, String purpose, Set<Scope> scopes, Set<Scope> grantable) {
    this.text = text;
    this.purpose = purpose;
    this.scopes = scopes;
    this.grantable = grantable;
  }

  @JsonValue
  public String text() {
    return text;
  }

  /// @throws InvalidValue that names those there are
  @JsonCreator
  public static KeyTemplate of(String text) {
    return Arrays.stream(values())
        .filter(template -> template.text.equals(text))
        .findAny()
        .orElseThrow(() -> new InvalidValue("one of " + all()));
  }

  private static String all() {
    return Arrays.stream(values()).map(KeyTemplate::text).collect(Collectors.joining(", "));
  }

  /// What it is for, for people.
  String purpose() {
    return purpose;
  }

  public Set<Scope> scopes() {
    return scopes;
  }

  public Set<Scope> grantable() {
    return grantable;
  }
}
