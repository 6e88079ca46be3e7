package dev.giftwarden.auth.registration;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/// The clients of accounts.
@ApplicationScoped
public class ClientTable {
  /// Every client is a program with certificates to renew; who needs more splits the account.
  static final int CLIENTS_PER_ACCOUNT = 100;

  private final EntityManager entities;

  ClientTable(EntityManager entities) {
    this.entities = entities;
  }

  public Optional<Client> find(AccountId account, ClientId id) {
    return ClientRow.<ClientRow>findByIdOptional(new ClientRow.Name(account.value(), id.value()))
        .map(ClientRow::toClient);
  }

  public List<Client> of(AccountId account) {
    return ClientRow.<ClientRow>list("account", Sort.by("id"), account.value()).stream()
        .map(ClientRow::toClient)
        .toList();
  }

  /// How many the account has, under its lock.
  long count(AccountId account) {
    return ClientRow.count("account", account.value());
  }

  /// False if the account has one of that name.
  boolean insert(Client client) {
    return entities
            .createNativeQuery(
                """
                insert into client
                  (account, id, name, environment, scopes, versions, epoch, created_at)
                values
                  (:account, :id, :name, :environment, cast(:scopes as text[]),
                    nullif(cast(:versions as text[]), '{}'), :epoch, :createdAt)
                on conflict do nothing
                """)
            .setParameter("account", client.account().value())
            .setParameter("id", client.id().value())
            .setParameter("name", client.name())
            .setParameter("environment", client.environment().text())
            .setParameter(
                "scopes", client.scopes().stream().map(Scope::text).sorted().toArray(String[]::new))
            .setParameter(
                "versions",
                client.versions().stream().map(ApiVersion::text).sorted().toArray(String[]::new))
            .setParameter("epoch", client.epoch())
            .setParameter("createdAt", client.createdAt())
            .executeUpdate()
        == 1;
  }
}
