package dev.giftwarden.gift.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import dev.giftwarden.gift.recipient.StoredPerson;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeysTest {

  private static final AccountId ACME = new AccountId("acme");
  private static final Owner ZOE =
      new Owner(ACME, Environment.LIVE, new RecipientId("rcp_0123456789ABCDEFGHIJKL"));
  private static final Part MESSAGE = Part.message(new GiftId("gft_0123456789ABCDEFGHIJKL"));
  private static final PersonalData FULL =
      new PersonalData(
          new PersonName("Zoë Ünal"),
          new EmailAddress("Zoë@example.org"),
          new PhoneNumber("+49301234567"),
          new PostalAddress("Hauptstraße 1", null, "Berlin", null, "10115", "DE"));
  private static final PersonalData SHORT =
      new PersonalData(new PersonName("A"), new EmailAddress("a@b.example"), null, null);

  @TempDir Path folder;

  /// The keys of the golden vectors.
  @BeforeEach
  void fill() throws IOException {
    write("kek-7", hex(0));
    write("email-index", hex(64));
    write("current", "kek-7\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String hex(int first) {
    return IntStream.range(first, first + 32)
        .mapToObj(i -> HexFormat.of().toHexDigits((byte) i))
        .collect(Collectors.joining());
  }

  private Keys keys() {
    return new Keys(folder, new SecureRandom());
  }

  /// What `src/test/python/sealed_person.py` computed.
  private static byte[] golden(String name) throws IOException {
    try (var lines =
        Objects.requireNonNull(KeysTest.class.getResource("/sealed-person.txt")).openStream()) {
      Map<String, String> all =
          new String(lines.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.split(" "))
              .collect(Collectors.toMap(line -> line[0], line -> line[1]));
      return HexFormat.of().parseHex(Objects.requireNonNull(all.get(name)));
    }
  }

  @Test
  @DisplayName("G11 a person is the bytes that another language writes, and is read from them")
  void codec() throws IOException {
    assertThat(StoredPerson.bytes(FULL)).isEqualTo(golden("full"));
    assertThat(StoredPerson.bytes(SHORT)).isEqualTo(golden("short"));
    assertThat(StoredPerson.read(golden("full"))).isEqualTo(FULL);
    assertThat(StoredPerson.read(golden("short"))).isEqualTo(SHORT);
  }

  @Test
  @DisplayName("G11 bytes that are no person, or end too soon or too late, are none")
  void refusesOtherBytes() throws IOException {
    byte[] whole = golden("full");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> StoredPerson.read(cut)).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> StoredPerson.read(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(IllegalStateException.class);
    whole[8] ^= 1; // in the tag
    assertThatThrownBy(() -> StoredPerson.read(whole)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("G11 what another language sealed opens here, and the same is sealed here")
  void golden() throws IOException {
    DataKey key = keys().unwrap(new WrappedKey("kek-7", golden("wrapped")), ZOE);

    assertThat(StoredPerson.read(key.open(Part.PERSON, golden("person")))).isEqualTo(FULL);
    assertThat(key.open(MESSAGE, golden("message")))
        .isEqualTo("Grüße\n🎁".getBytes(StandardCharsets.UTF_8));
    assertThat(keys().index(ACME, Environment.LIVE, new EmailAddress("ZOË@example.ORG")))
        .isEqualTo(golden("index"));

    var wrapping = new Keys(folder, always(1));
    assertThat(wrapping.wrap(key).bytes()).isEqualTo(golden("wrapped"));
    assertThat(key(always(2)).seal(Part.PERSON, golden("full"))).isEqualTo(golden("person"));
  }

  private DataKey key(RandomGenerator random) throws IOException {
    return new Keys(folder, random).unwrap(new WrappedKey("kek-7", golden("wrapped")), ZOE);
  }

  /// A nonce of one byte, twelve times.
  private static RandomGenerator always(int value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return value;
      }

      @Override
      public void nextBytes(byte[] bytes) {
        Arrays.fill(bytes, (byte) value);
      }
    };
  }

  static Stream<Owner> others() {
    return Stream.of(
        new Owner(new AccountId("acme-2"), Environment.LIVE, ZOE.recipient()),
        new Owner(ACME, Environment.TEST, ZOE.recipient()),
        new Owner(ACME, Environment.LIVE, new RecipientId("rcp_1123456789ABCDEFGHIJKL")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  @DisplayName("G11 neither a key nor what it sealed opens in the row of another:")
  void refusesAnotherRow(Owner other) {
    DataKey key = keys().next(ZOE);
    WrappedKey wrapped = keys().wrap(key);
    assertThatThrownBy(() -> keys().unwrap(wrapped, other)).isInstanceOf(SealException.class);

    DataKey moved = new DataKey(key.secret(), other, new SecureRandom());
    for (Part part : List.of(Part.PERSON, MESSAGE)) {
      byte[] sealed = key.seal(part, "Zoe".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> moved.open(part, sealed))
          .isInstanceOf(SealException.class)
          .hasMessageNotContainingAny("Zoe", "acme", HexFormat.of().formatHex(sealed, 0, 8));
    }
  }

  @Test
  @DisplayName("G11 one part of a recipient does not open as another, nor under another's key")
  void refusesAnotherPart() {
    DataKey key = keys().next(ZOE);
    byte[] message = key.seal(MESSAGE, new byte[] {1});
    var elsewhere = Part.message(new GiftId("gft_1123456789ABCDEFGHIJKL"));
    assertThatThrownBy(() -> key.open(Part.PERSON, message)).isInstanceOf(SealException.class);
    assertThatThrownBy(() -> key.open(elsewhere, message)).isInstanceOf(SealException.class);
    assertThatThrownBy(() -> keys().next(ZOE).open(MESSAGE, message))
        .isInstanceOf(SealException.class);
    assertThat(key.open(MESSAGE, message)).containsExactly(1);
  }

  @Test
  @DisplayName("G11 what was altered in any bit, or cut, does not open")
  void refusesAltered() throws IOException {
    byte[] message = golden("message");
    for (int bit = 0; bit < message.length * 8; bit++) {
      byte[] altered = message.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> key(always(1)).open(MESSAGE, altered))
          .isInstanceOf(SealException.class);
    }
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> key(always(1)).open(MESSAGE, cut)).isInstanceOf(SealException.class);
    }
  }

  @Test
  @DisplayName("G11 a key says under which other it is, and under no other does it open")
  void refusesAnotherKek() throws IOException {
    write("kek-8", hex(0));
    byte[] wrapped = golden("wrapped");

    assertThatThrownBy(() -> keys().unwrap(new WrappedKey("kek-8", wrapped), ZOE))
        .isInstanceOf(SealException.class);
    assertThatThrownBy(() -> keys().unwrap(new WrappedKey("kek-9", wrapped), ZOE))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("no kek-9 in " + folder);
  }

  @Test
  @DisplayName(
      "G11 two seals of one text, and two accounts with one address, have nothing in common")
  void nothingRepeats() {
    Keys keys = keys();
    DataKey key = keys.next(ZOE);
    byte[] clear = {1};
    assertThat(key.seal(MESSAGE, clear)).isNotEqualTo(key.seal(MESSAGE, clear));
    assertThat(keys.wrap(key).bytes()).isNotEqualTo(keys.wrap(key).bytes());
    var zoe = new EmailAddress("zoe@example.org");
    assertThat(keys.index(ACME, Environment.LIVE, zoe))
        .isEqualTo(keys.index(ACME, Environment.LIVE, new EmailAddress("ZOE@Example.org")))
        .isNotEqualTo(keys.index(ACME, Environment.TEST, zoe))
        .isNotEqualTo(keys.index(new AccountId("acme-2"), Environment.LIVE, zoe));
  }

  @Test
  @DisplayName("G11 a new current key wraps at once, and the old one opens what it wrapped")
  void rotates() throws IOException {
    Keys keys = keys();
    DataKey key = keys.next(ZOE);
    WrappedKey before = keys.wrap(key);
    byte[] sealed = key.seal(MESSAGE, new byte[] {1, 2, 3});
    write("kek-8", hex(100));
    keys.look();
    assertThat(keys.wrap(key).kek()).isEqualTo("kek-7");

    write("current", "kek-8\n");
    keys.look();
    WrappedKey after = keys.wrap(keys.unwrap(before, ZOE));

    assertThat(after.kek()).isEqualTo("kek-8");
    assertThat(keys.unwrap(after, ZOE).open(MESSAGE, sealed)).containsExactly(1, 2, 3);

    // A key that goes is forgotten at the next start and not before: some row may need it.
    Files.delete(folder.resolve("kek-7"));
    keys.look();
    assertThat(keys.unwrap(before, ZOE).open(MESSAGE, sealed)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> keys().unwrap(before, ZOE)).isInstanceOf(SealException.class);
  }

  @Test
  @DisplayName("G11 a folder that breaks later, or brings another index, changes nothing")
  void keepsWhatWasGood() throws IOException {
    Keys keys = keys();
    byte[] index = keys.index(ACME, Environment.LIVE, FULL.email());
    write("current", "kek-8\n");
    keys.look();
    assertThat(keys.current()).isEqualTo("kek-7");

    write("current", "kek-7\n");
    write("email-index", hex(101));
    keys.look();
    write("email-index", hex(64));
    write("kek-7", hex(102));
    keys.look();
    DataKey key = keys.unwrap(new WrappedKey("kek-7", golden("wrapped")), ZOE);
    assertThat(key.open(Part.PERSON, golden("person"))).isEqualTo(golden("full"));
    assertThat(keys.index(ACME, Environment.LIVE, FULL.email())).isEqualTo(index);
  }

  @ParameterizedTest(name = "{0} holding \"{1}\": {2}")
  @CsvSource({
    "kek-7, 00, kek-7 is not 32 random bytes as 64 hexadecimal digits: openssl rand -hex 32",
    "kek-7, '', kek-7 is not 32 random bytes as 64 hexadecimal digits: openssl rand -hex 32",
    "email-index, no, email-index is not 32 random bytes as 64 hexadecimal digits: openssl rand -hex 32",
    "email-index, , email-index is not there",
    "current, kek-8, 'current` names one of the keys in the folder, such as kek-1'",
    "current, ../kek-7, 'current` names one of the keys in the folder, such as kek-1'",
    "current, , current is not there",
    "kek-7, , 'current` names one of the keys in the folder, such as kek-1'",
  })
  @DisplayName("G11 a folder that is not whole stops the start, in one line that says what to do")
  void refusesToStart(String file, String text, String why) throws IOException {
    Optional<String> content = Optional.ofNullable(text);
    if (content.isEmpty()) {
      Files.delete(folder.resolve(file));
    } else {
      write(file, content.get());
    }
    assertThatThrownBy(this::keys)
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessageStartingWith("refusing to start: giftwarden.keys.folder: cannot use " + folder)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  @Test
  @DisplayName("E4 the key that signs cursors is what the JDK derives, and signs nothing else")
  void signsCursors() throws Exception {
    byte[] index = HexFormat.of().parseHex(hex(64));
    SecretKey derived =
        KDF.getInstance("HKDF-SHA256")
            .deriveKey(
                "HmacSHA256",
                HKDFParameterSpec.expandOnly(
                    new SecretKeySpec(index, "HKDF"),
                    "giftwarden/cursor-key/v1".getBytes(StandardCharsets.UTF_8),
                    32));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(derived);
    byte[] said = {1, 2, 3};

    assertThat(keys().signCursor(said)).isEqualTo(mac.doFinal(said));
    mac.init(new SecretKeySpec(index, "HmacSHA256"));
    assertThat(keys().signCursor(said)).isNotEqualTo(mac.doFinal(said));
  }

  @Test
  @DisplayName("E4 G11 a new current key ends no cursor")
  void rotationKeepsCursors() throws IOException {
    byte[] said = {1, 2, 3};
    byte[] before = keys().signCursor(said);
    write("kek-8", hex(32));
    write("current", "kek-8");

    assertThat(keys().signCursor(said)).isEqualTo(before);
  }

  @Test
  @DisplayName("G11 no key and nothing that holds one can be printed")
  void cannotBePrinted() throws IOException {
    assertThat(KeyRing.read(folder) + " " + keys().next(ZOE) + keys().wrap(keys().next(ZOE)))
        .isEqualTo(
            "KeyRing[keks={kek-7=Secret[hidden]}, current=kek-7, emailIndex=Secret[hidden]]"
                + " DataKey[hidden]WrappedKey[kek-7]");
  }
}
