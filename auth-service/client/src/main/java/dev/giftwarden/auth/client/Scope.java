package dev.giftwarden.auth.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// One thing a credential may do. The same words in proto, REST, database and documentation.
@Schema(description = "One thing a credential may do")
public enum Scope {
  /// That a gift exists and how it fares; never what it is or for whom.
  GIFTS_STATUS_READ("gifts:status:read", Effect.READS),
  GIFTS_READ("gifts:read", Effect.READS),
  GIFTS_SEND("gifts:send", Effect.CHANGES),
  GIFTS_CANCEL("gifts:cancel", Effect.CHANGES),
  /// Make the link by which a gift is claimed; whoever has it can claim the gift.
  GIFTS_LINK("gifts:link", Effect.CHANGES),
  /// What has been claimed and waits to be shipped, and to say that it was.
  GIFTS_FULFIL("gifts:fulfil", Effect.CHANGES),
  BUDGETS_READ("budgets:read", Effect.READS),
  BUDGETS_WRITE("budgets:write", Effect.CHANGES),
  CAMPAIGNS_READ("campaigns:read", Effect.READS),
  CAMPAIGNS_WRITE("campaigns:write", Effect.CHANGES),
  RECIPIENTS_READ("recipients:read", Effect.READS),
  RECIPIENTS_WRITE("recipients:write", Effect.CHANGES),
  /// For good: a right of its own, which who may add people need not have.
  RECIPIENTS_ERASE("recipients:erase", Effect.CHANGES),
  WEBHOOKS_READ("webhooks:read", Effect.READS),
  /// Say where events of gifts are sent to, with what they are signed, and that they are sent
  /// again.
  WEBHOOKS_WRITE("webhooks:write", Effect.CHANGES),
  ACCOUNTS_READ("accounts:read", Effect.READS),
  KEYS_READ("keys:read", Effect.READS),
  KEYS_WRITE("keys:write", Effect.CHANGES),
  CERTIFICATES_READ("certificates:read", Effect.READS),
  CERTIFICATES_WRITE("certificates:write", Effect.CHANGES),
  AUDIT_READ("audit:read", Effect.READS),
  /// Only our own services hold it; no key or client can be given it.
  AUDIT_APPEND("audit:append", Effect.CHANGES);

  /// What whoever holds it can do at most.
  private enum Effect {
    READS,
    /// Makes, ends, hands out or spends something.
    CHANGES
  }

  private static final Map<String, Scope> BY_TEXT =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Scope::text, Function.identity()));

  private final String text;
  private final Effect effect;

  Scope(String text, Effect effect) {
    this.text = text;
    this.effect = effect;
  }

  @JsonValue
  public String text() {
    return text;
  }

  /// Whether a partner's key or client can hold it.
  public boolean forPartners() {
    return this != AUDIT_APPEND;
  }

  /// Whether whoever holds it can change or spend something: a key that others can read loses it.
  public boolean changes() {
    return effect == Effect.CHANGES;
  }

  /// @throws InvalidValue for anything but the exact text of a scope
  @JsonCreator
  public static Scope of(String text) {
    return find(text).orElseThrow(() -> new InvalidValue("not a scope"));
  }

  public static Optional<Scope> find(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  /// Of those that are kept, what this release knows: what a later one has brought, no route here
  /// takes.
  public static Set<Scope> known(Collection<String> texts) {
    return texts.stream()
        .flatMap(text -> find(text).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The `scope` of OAuth (RFC 6749, section 3.3): texts in the order of this enum, one space
  /// between.
  public static String join(Collection<Scope> scopes) {
    return scopes.stream().sorted().distinct().map(Scope::text).collect(Collectors.joining(" "));
  }

  /// The reverse of [#join]. Words we do not know are left out: a token can then only do less.
  public static Set<Scope> known(String joined) {
    var scopes = EnumSet.noneOf(Scope.class);
    for (String word : joined.split(" ", -1)) {
      find(word).ifPresent(scopes::add);
    }
    return scopes;
  }
}
