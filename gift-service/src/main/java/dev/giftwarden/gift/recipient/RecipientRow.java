package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/// The row as Hibernate wants it, which is why nothing here promises not to be null; it leaves
/// [RecipientTable] as a [Recipient].
@Entity
@Table(name = "recipient")
@NullUnmarked
class RecipientRow extends PanacheEntityBase {

  @Id String id;
  String account;

  @Column(name = "sub_account")
  String subAccount;

  String environment;
  String name;
  String email;
  String phone;

  @Column(name = "address_line1")
  String addressLine1;

  @Column(name = "address_line2")
  String addressLine2;

  String city;
  String region;

  @Column(name = "postal_code")
  String postalCode;

  String country;

  @Column(name = "created_at")
  Instant createdAt;

  static RecipientRow of(Recipient recipient) {
    RecipientRow row = new RecipientRow();
    row.id = recipient.id().value();
    row.subAccount = recipient.subAccount().map(SubAccountId::value).orElse(null);
    row.createdAt = recipient.createdAt();
    row.set(recipient.person());
    return row;
  }

  static PersonalData read(ResultSet columns) throws SQLException {
    RecipientRow row = new RecipientRow();
    row.name = columns.getString("name");
    row.email = columns.getString("email");
    row.phone = columns.getString("phone");
    row.addressLine1 = columns.getString("address_line1");
    row.addressLine2 = columns.getString("address_line2");
    row.city = columns.getString("city");
    row.region = columns.getString("region");
    row.postalCode = columns.getString("postal_code");
    row.country = columns.getString("country");
    return row.person();
  }

  private void set(PersonalData person) {
    name = person.name().value();
    email = person.email().value();
    phone = person.phone() == null ? null : person.phone().value();
    PostalAddress address = person.address();
    if (address != null) {
      addressLine1 = address.line1();
      addressLine2 = address.line2();
      city = address.city();
      region = address.region();
      postalCode = address.postalCode();
      country = address.country();
    }
  }

  Recipient toRecipient() {
    return new Recipient(
        new RecipientId(id),
        Optional.ofNullable(subAccount).map(SubAccountId::new),
        person(),
        createdAt);
  }

  private PersonalData person() {
    return new PersonalData(
        new PersonName(name),
        new EmailAddress(email),
        phone == null ? null : new PhoneNumber(phone),
        addressLine1 == null
            ? null
            : new PostalAddress(addressLine1, addressLine2, city, region, postalCode, country));
  }
}
