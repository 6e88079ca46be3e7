package dev.giftwarden.gift.catalogue;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Looking at collections, which are the same for everybody.
@Singleton
public class Collections {

  private final Tenant tenant;
  private final CollectionTable collections;
  private final GiftAudit audit;

  Collections(Tenant tenant, CollectionTable collections, GiftAudit audit) {
    this.tenant = tenant;
    this.collections = collections;
    this.audit = audit;
  }

  public Outcome<Collection> find(Caller.Partner caller, String id) {
    Optional<CollectionId> known = CollectionId.parse(id);
    Optional<Collection> found =
        known.flatMap(wanted ->
            tenant.look(TenantScope.of(caller), session -> collections.find(session, wanted)));
    String target = known.map(CollectionId::value).orElse("");
    return audit.looked(caller, "collection.read", target, found);
  }

  /// Those that can be sent; a retired one is found by its id.
  public List<Collection> list(Caller.Partner caller) {
    List<Collection> found = tenant.look(TenantScope.of(caller), collections::available);
    audit.read(caller, "collection.list", "");
    return found;
  }
}
