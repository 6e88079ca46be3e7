package dev.giftwarden.auth.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.auth.client.testing.TestSigner;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One good ECDSA signature whose two numbers are small, written with more and fewer zeros before
/// them: RFC 7518, section 3.4, has one form, of twice 32 bytes.
class SignatureFormTest {
  private static final TestSigner SIGNER = new TestSigner("signer-1");

  /// Below this a number of 32 bytes begins with a zero.
  private static final BigInteger SMALL = BigInteger.ONE.shiftLeft(248);

  private static final Small SIGNED = signed();

  /// @param input header and claims, as they are signed
  private record Small(String input, BigInteger r, BigInteger s) {}

  /// Both numbers depend on what the signer chooses: r on its nonce, s on the text.
  private static Small signed() {
    X9ECParameters p256 = ECNamedCurveTable.getByName("P-256");
    BigInteger n = p256.getN();
    BigInteger key = ((ECPrivateKey) SIGNER.pair().getPrivate()).getS();
    BigInteger nonce = BigInteger.TWO.pow(200);
    BigInteger r;
    do {
      nonce = nonce.add(BigInteger.ONE);
      var point = p256.getG().multiply(nonce).normalize();
      r = point.getAffineXCoord().toBigInteger().mod(n);
    } while (r.compareTo(SMALL) >= 0);
    String header = TestSigner.base64(ascii(JsonUtil.toJson(SIGNER.header())));
    for (int i = 0; ; i++) {
      String input = header + "." + TestSigner.base64(ascii("{\"jti\":\"" + i + "\"}"));
      BigInteger s = r.multiply(key).add(digest(input)).multiply(nonce.modInverse(n)).mod(n);
      if (s.compareTo(SMALL) < 0) {
        return new Small(input, r, s);
      }
    }
  }

  private static BigInteger digest(String input) {
    try {
      return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(ascii(input)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isGood(int ofR, int ofS) {
    byte[] signature = new byte[ofR + ofS];
    put(SIGNED.r, signature, ofR);
    put(SIGNED.s, signature, ofR + ofS);
    String token = SIGNED.input + "." + TestSigner.base64(signature);
    return CompactToken.parse(token) instanceof CompactToken.Good(CompactToken good)
        && good.signedBy(SIGNER.pair().getPublic());
  }

  private static void put(BigInteger number, byte[] into, int end) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, end);
    System.arraycopy(bytes, bytes.length - length, into, end - length, length);
  }

  @Test
  @DisplayName("T3 a signature of 64 bytes is good, leading zeros included")
  void accepts() {
    assertThat(isGood(32, 32)).isTrue();
  }

  static Stream<Arguments> others() {
    return Stream.of(
        argumentSet("62 bytes, without the zeros", 31, 31),
        argumentSet("63 bytes, without the zero of r", 31, 32),
        argumentSet("63 bytes, without the zero of s", 32, 31),
        argumentSet("66 bytes, a zero more for each", 33, 33),
        argumentSet("65 bytes, a zero more for r", 33, 32),
        argumentSet("96 bytes, as of P-384", 48, 48),
        argumentSet("132 bytes, as of P-521", 66, 66),
        argumentSet("64 bytes, parted elsewhere", 31, 33));
  }

  @ParameterizedTest
  @MethodSource("others")
  @DisplayName("T3 the same two numbers in any other number of bytes are refused")
  void refuses(int ofR, int ofS) {
    assertThat(isGood(ofR, ofS)).isFalse();
  }
}
