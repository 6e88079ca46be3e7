package dev.giftwarden.kubernetes.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.kubernetes.Overlays;
import dev.giftwarden.local.image.ServiceImage;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the services met in their training, when the caches of their images were made, stayed
/// there. That two starts have two signing keys, [ManifestsRunTest] sees.
class CacheTest {
  /// How lines of a PEM file begin that are not its content (RFC 7468).
  private static final String BOUNDARY = "-----";

  private static final int SCALAR = 32;

  /// A class of ours whose name every cache must hold, or nothing is searched.
  private static final Needle PLANTED =
      new Needle("a class name", "dev/giftwarden/".getBytes(StandardCharsets.US_ASCII));

  private static List<Needle> secrets;

  /// @param what is looked for
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Needle(String what, byte[] bytes) {
    long beginning() {
      return ByteBuffer.wrap(bytes).getLong();
    }
  }

  /// Every private key as its file has it and as it is computed with, and every other secret file.
  @BeforeAll
  static void collect() throws IOException {
    Path home = Made.training().folder();
    try (Stream<Path> files = Files.walk(home)) {
      secrets =
          files
              .filter(file -> file.toString().matches(".*(\\.key|/kek-1|/email-index)"))
              .flatMap(file -> needles(home.relativize(file).toString(), read(file)))
              .toList();
    }
    assertThat(secrets).extracting(Needle::what).anyMatch(what -> what.endsWith("gifts.key"));
    assertThat(secrets).extracting(Needle::what).anyMatch(what -> what.endsWith("signer.key"));
    assertThat(secrets).extracting(Needle::what).anyMatch(what -> what.endsWith("kek-1"));
    assertThat(secrets).hasSizeGreaterThan(50);
  }

  private static Stream<Needle> needles(String what, String text) {
    if (!text.startsWith(BOUNDARY)) {
      return Stream.of(new Needle(what, text.getBytes(StandardCharsets.US_ASCII)));
    }
    String base64 =
        text.lines().filter(line -> !line.startsWith(BOUNDARY)).collect(Collectors.joining("\n"));
    byte[] der = Base64.getMimeDecoder().decode(base64);
    byte[] scalar = scalar(der);
    return Stream.of(
        new Needle(
            what, base64.lines().findFirst().orElseThrow().getBytes(StandardCharsets.US_ASCII)),
        new Needle(what, der),
        new Needle(what, scalar),
        new Needle(what + " as a number", words(scalar)));
  }

  private static byte[] scalar(byte[] der) {
    try {
      var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      BigInteger number = ((ECPrivateKey) key).getS();
      byte[] bytes = number.toByteArray();
      byte[] fixed = new byte[SCALAR];
      int length = Math.min(bytes.length, SCALAR);
      System.arraycopy(bytes, bytes.length - length, fixed, SCALAR - length, length);
      return fixed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The words of a `BigInteger`, as this machine keeps them.
  private static byte[] words(byte[] bigEndian) {
    ByteBuffer turned = ByteBuffer.allocate(SCALAR).order(ByteOrder.nativeOrder());
    ByteBuffer words = ByteBuffer.wrap(bigEndian);
    while (words.hasRemaining()) {
      turned.putInt(words.getInt());
    }
    return turned.array();
  }

  @ParameterizedTest(name = "Z11 the cache of {0} holds no key that it met in its training")
  @EnumSource
  void holdsNoSecret(Service service) throws IOException {
    Path cache = new ServiceImage(Overlays.ROOT, service).folder().resolve("app.aot");
    assertThat(found(Files.readAllBytes(cache))).containsExactly(PLANTED.what());
  }

  /// Some builders of images round a file's time: the virtual machine would refuse the cache.
  @ParameterizedTest(name = "the files of {0} that its cache knows have times of whole seconds")
  @EnumSource
  void hasWholeSeconds(Service service) throws IOException {
    Path image = new ServiceImage(Overlays.ROOT, service).folder();
    try (Stream<Path> files = Files.walk(image)) {
      assertThat(files.filter(file -> file.toString().endsWith(".jar")))
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(Files.getLastModifiedTime(file).toInstant().getNano())
                  .as(file.toString())
                  .isZero());
    }
  }

  private static TreeSet<String> found(byte[] hay) {
    Map<Long, List<Needle>> byBeginning = new HashMap<>();
    Stream.concat(secrets.stream(), Stream.of(PLANTED))
        .forEach(needle ->
            byBeginning.merge(
                needle.beginning(),
                List.of(needle),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
    TreeSet<String> found = new TreeSet<>();
    ByteBuffer view = ByteBuffer.wrap(hay);
    for (int at = 0; at + Long.BYTES <= hay.length; at++) {
      for (Needle needle : byBeginning.getOrDefault(view.getLong(at), List.of())) {
        int end = Math.min(hay.length, at + needle.bytes().length);
        if (Arrays.equals(hay, at, end, needle.bytes(), 0, needle.bytes().length)) {
          found.add(needle.what());
        }
      }
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
