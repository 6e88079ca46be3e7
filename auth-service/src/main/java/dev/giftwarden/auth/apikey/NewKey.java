package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.apikey.template.KeyTemplate;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.text.Label;
import dev.giftwarden.auth.text.PiiReason;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A key as somebody asks for it. What was left out is filled in here; what is wrong is found by
/// [KeyReview].
@Schema(
    name = "CreateKeyV1",
    description = "A key to create",
    examples =
        """
        {"name": "shop", "environment": "live", "scopes": ["gifts:read", "gifts:send"],
         "networks": ["192.0.2.0/24"], "expiresAt": "2027-02-01T00:00:00Z"}
        """)
public record NewKey(
    @Nullable Label name,
    @NotNull Environment environment,
    Set<@NotNull Scope> scopes,
    Set<@NotNull Scope> grantableScopes,
    @NotNull Instant expiresAt,
    @Nullable Instant notBefore,
    @Size(max = 100) Set<@NotNull SubAccountId> subAccounts,
    @Size(max = 50) List<@NotNull Network> networks,
    Set<@NotNull ApiVersion> versions,
    @Size(max = 10) Set<@NotNull String> certificates,
    Boolean exposePii,
    @Nullable PiiReason piiReason,
    @Schema(description = "Instead of scopes and grantableScopes: those that it has now")
        @Nullable KeyTemplate template,
    @Nullable SpendLimit spendLimit) {

  @SuppressWarnings("NullAway") // Jackson leaves null what the body leaves out
  public NewKey {
    expiresAt = toMilliseconds(expiresAt);
    notBefore = toMilliseconds(notBefore);
    scopes = Objects.requireNonNullElse(scopes, Set.of());
    grantableScopes = Objects.requireNonNullElse(grantableScopes, Set.of());
    subAccounts = Objects.requireNonNullElse(subAccounts, Set.of());
    networks =
        Objects.requireNonNullElse(networks, List.<Network>of()).stream().distinct().toList();
    versions = Objects.requireNonNullElse(versions, Set.of());
    certificates = Objects.requireNonNullElse(certificates, Set.of());
    exposePii = Objects.requireNonNullElse(exposePii, false);
  }

  /// Empty: the key is called by its id.
  String nameOrNone() {
    return name == null ? "" : name.value();
  }

  /// What was asked for, by name or by a template.
  Set<Scope> usable() {
    return template == null ? scopes : template.scopes();
  }

  /// As [#usable].
  Set<Scope> grantable() {
    return template == null ? grantableScopes : template.grantable();
  }

  /// Two bodies that ask for the same have the same bytes, whatever they leave out or say in
  /// another order.
  CanonicalRequest canonical() {
    var request =
        new CanonicalRequest("giftwarden/key-create/v1")
            .text(Optional.ofNullable(name).map(Label::value))
            .text(environment.text())
            .texts(texts(scopes, Scope::text))
            .texts(texts(grantableScopes, Scope::text))
            .number(expiresAt.toEpochMilli())
            .number(Optional.ofNullable(notBefore).map(Instant::toEpochMilli))
            .texts(texts(subAccounts, SubAccountId::value))
            .texts(texts(networks, Network::text))
            .texts(texts(versions, ApiVersion::text))
            .texts(certificates)
            .number(exposePii ? 1 : 0)
            .text(Optional.ofNullable(piiReason).map(PiiReason::value));
    // Behind what the version before has written, so that its records still fit.
    if (template != null) {
      request.text("template").text(template.text());
    }
    return spendLimit == null ? request : Keys.describe(spendLimit, request.text("spendLimit"));
  }

  private static <T> List<String> texts(Collection<T> values, Function<T, String> text) {
    return values.stream().map(text).toList();
  }

  /// What the API answers with. PostgreSQL rounds what is finer than a microsecond, and a key could
  /// then end after the one that made it though both asked for the same.
  private static @Nullable Instant toMilliseconds(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
  }
}
