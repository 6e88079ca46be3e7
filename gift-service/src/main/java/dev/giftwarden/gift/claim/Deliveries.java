package dev.giftwarden.gift.claim;

import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;

@Singleton
class Deliveries {
  boolean keep(TenantSession session, Gift gift, Face.Delivery delivery, Instant at) {
    return true;
  }
}
