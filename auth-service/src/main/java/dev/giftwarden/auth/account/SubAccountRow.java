package dev.giftwarden.auth.account;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.SubAccountId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "sub_account")
@IdClass(SubAccountRow.Name.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class SubAccountRow extends PanacheEntityBase {
  @Id public String account;
  @Id public String id;

  @Column(name = "created_at")
  public Instant createdAt;

  record Name(String account, String id) implements Serializable {}

  SubAccount toSubAccount() {
    return new SubAccount(new AccountId(account), new SubAccountId(id), createdAt);
  }
}
