package dev.giftwarden.auth.account;

import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.id.AccountId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "account")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class AccountRow extends PanacheEntityBase {
  @Id public String id;
  public String plan;
  public String mtls;
  public long epoch;

  @Column(name = "created_at")
  public Instant createdAt;

  @Column(name = "suspended_at")
  public @Nullable Instant suspendedAt;

  @Column(name = "idle_key_days")
  public @Nullable Integer idleKeyDays;

  Account toAccount() {
    return new Account(
        new AccountId(id),
        Plan.of(plan),
        MtlsPolicy.of(mtls),
        Optional.ofNullable(idleKeyDays).map(IdleLimit::new),
        epoch,
        createdAt,
        Optional.ofNullable(suspendedAt));
  }
}
