package dev.giftwarden.auth.version.grant;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.text.Label;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an operator changes of a client; what is absent stays.
@Schema(
    name = "GrantClientV1",
    description = "What to change of a client; what is absent stays",
    minProperties = 1,
    examples =
        """
        {"name": "ERP", "scopes": ["gifts:read"], "versions": ["v2"]}
        """)
record ClientChange(
    Optional<Label> name,
    @Schema(description = "What it may do without a key; at least one", minItems = 1)
        Optional<Set<@NotNull Scope>> scopes,
    @Schema(description = "What it may call; none: every version")
        Optional<Set<@NotNull ApiVersion>> versions) {
  @JsonCreator
  ClientChange {}

  @Schema(hidden = true) // no field
  @AssertTrue(message = "name, scopes or versions")
  boolean isChange() {
    return name.isPresent() || scopes.isPresent() || versions.isPresent();
  }

  @Schema(hidden = true) // no field
  @AssertTrue(message = "at least one, and only scopes that partners can hold")
  boolean isForPartners() {
    return scopes
        .map(some ->
            !some.isEmpty() && some.stream().filter(Objects::nonNull).allMatch(Scope::forPartners))
        .orElse(true);
  }

  /// The client as it is then.
  ClientGrant of(ClientGrant old) {
    return new ClientGrant(
        name.map(Label::value).orElse(old.name()),
        scopes.orElse(old.scopes()),
        versions.orElse(old.versions()));
  }

  /// Of versions alone as the release before wrote it, so that its records still fit.
  CanonicalRequest canonical(CanonicalRequest request) {
    versions.ifPresent(some -> request.texts(texts(some, ApiVersion::text)));
    name.ifPresent(label -> request.text("name").text(label.value()));
    scopes.ifPresent(some -> request.text("scopes").texts(texts(some, Scope::text)));
    return request;
  }

  /// For the log, which names no people: that it is called otherwise, and not how.
  String text() {
    return name.map(_ -> " name").orElse("")
        + scopes.map(some -> " scopes:" + joined(some, Scope::text)).orElse("")
        + versions
            .map(some -> " versions:" + (some.isEmpty() ? "all" : joined(some, ApiVersion::text)))
            .orElse("");
  }

  private static <T extends Comparable<T>> String joined(
      Collection<T> some, Function<T, String> text) {
    return some.stream().sorted().map(text).collect(Collectors.joining(","));
  }

  private static <T> List<String> texts(Collection<T> some, Function<T, String> text) {
    return some.stream().map(text).toList();
  }
}
