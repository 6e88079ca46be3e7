package dev.giftwarden.auth.client;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.Spending;
import dev.giftwarden.certs.SpiffeId;
import java.util.Optional;
import java.util.Set;

/// Who is calling and what they may do: the outcome of every check, passed on as an argument.
public sealed interface Caller {

  /// The audit log's `actor`: `key:…`, `client:acme/erp` or a SPIFFE URI.
  String actor();

  Origin origin();

  /// @param plan what the account pays for; auth's own tokens do not say, and mean `standard`
  /// @param subAccounts empty: all of the account
  /// @param versions those that it may use
  /// @param through the one that it uses; empty as long as no route is decided
  /// @param certificateVersions what the certificate on the connection grants besides; empty: there
  ///   is none, or it grants all
  /// @param exposePii may see names, e-mail addresses, phone numbers and addresses unmasked
  /// @param spending empty: only the budgets limit what it spends
  record Partner(
      Subject.Partner subject,
      AccountId account,
      Plan plan,
      Optional<Set<SubAccountId>> subAccounts,
      Environment environment,
      Set<Scope> scopes,
      Set<ApiVersion> versions,
      Optional<Set<ApiVersion>> certificateVersions,
      Optional<ApiVersion> through,
      boolean exposePii,
      Optional<Spending> spending,
      Origin origin)
      implements Caller {

    public Partner {
      subAccounts = subAccounts.map(Set::copyOf);
      scopes = Set.copyOf(scopes);
      versions = Set.copyOf(versions);
      certificateVersions = certificateVersions.map(Set::copyOf);
    }

    @Override
    public String actor() {
      return subject.text();
    }

    public Partner through(ApiVersion version) {
      return new Partner(
          subject,
          account,
          plan,
          subAccounts,
          environment,
          scopes,
          versions,
          certificateVersions,
          Optional.of(version),
          exposePii,
          spending,
          origin);
    }

    public boolean may(Scope scope) {
      return scopes.contains(scope);
    }

    /// Empty for a client that came with its certificate alone.
    public Optional<KeyId> key() {
      return subject instanceof Subject.Key(KeyId id) ? Optional.of(id) : Optional.empty();
    }
  }

  record Operator(SpiffeId.Operator id, Origin origin) implements Caller {
    @Override
    public String actor() {
      return id.uri();
    }
  }

  /// @param scopes of its own token; empty where the certificate alone is asked for
  record Service(SpiffeId.Service id, Set<Scope> scopes, Origin origin) implements Caller {
    public Service {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public String actor() {
      return id.uri();
    }
  }
}
