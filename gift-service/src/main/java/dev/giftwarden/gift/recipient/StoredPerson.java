package dev.giftwarden.gift.recipient;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.text.Utf8;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who somebody is, as bytes: [CanonicalRequest]'s form, behind the tag `giftwarden/person/v1`
/// name, e-mail address, phone, and of the address line1, line2, city, region, postal code and
/// country. Golden vector: `src/test/python/sealed_person.py`.
public final class StoredPerson {

  private static final String TAG = "giftwarden/person/v1";
  private static final int ABSENT = 0xffff_ffff;

  private StoredPerson() {}

  public static byte[] bytes(PersonalData person) {
    var written = new CanonicalRequest(TAG);
    person.describe(written);
    return written.toBytes();
  }

  /// @throws IllegalStateException for anything but what [#bytes] writes
  public static PersonalData read(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    if (!TAG.equals(present(rest))) {
      throw unreadable();
    }
    var name = new PersonName(present(rest));
    var email = new EmailAddress(present(rest));
    @Nullable PhoneNumber phone = text(rest).map(PhoneNumber::new).orElse(null);
    @Nullable PostalAddress address = address(rest);
    if (rest.hasRemaining()) {
      throw unreadable();
    }
    return new PersonalData(name, email, phone, address);
  }

  private static @Nullable PostalAddress address(ByteBuffer rest) {
    Optional<String> line1 = text(rest);
    Optional<String> line2 = text(rest);
    Optional<String> city = text(rest);
    Optional<String> region = text(rest);
    Optional<String> postalCode = text(rest);
    Optional<String> country = text(rest);
    return line1.isEmpty()
        ? null
        : new PostalAddress(
            line1.get(),
            line2.orElse(null),
            city.orElseThrow(StoredPerson::unreadable),
            region.orElse(null),
            postalCode.orElse(null),
            country.orElseThrow(StoredPerson::unreadable));
  }

  private static String present(ByteBuffer rest) {
    return text(rest).orElseThrow(StoredPerson::unreadable);
  }

  private static Optional<String> text(ByteBuffer rest) {
    int length = rest.remaining() < Integer.BYTES ? rest.capacity() : rest.getInt();
    if (length == ABSENT) {
      return Optional.empty();
    }
    if (length < 0 || length > rest.remaining()) {
      throw unreadable();
    }
    byte[] octets = new byte[length];
    rest.get(octets);
    return Optional.of(Utf8.decode(octets).orElseThrow(StoredPerson::unreadable));
  }

  /// It was sealed, so it is ours: a newer version's, or a bug's.
  private static IllegalStateException unreadable() {
    return new IllegalStateException("a recipient in another form than " + TAG);
  }
}
