package dev.giftwarden.acceptance.token;

import static dev.giftwarden.acceptance.token.Attack.invalid;
import static dev.giftwarden.acceptance.token.Jose.ORDER;
import static dev.giftwarden.acceptance.token.Jose.join;
import static dev.giftwarden.acceptance.token.Jose.r;
import static dev.giftwarden.acceptance.token.Jose.s;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A genuine token, its signature replaced. The JDK once took zeros for a good one
/// (CVE-2022-21449).
final class SignatureAttacks {
  private static final byte[] ZERO = new byte[32];

  private SignatureAttacks() {}

  static Stream<Attack> all() {
    return Stream.of(
        signature("zeros", _ -> new byte[64]),
        signature("r of zero", old -> join(ZERO, s(old))),
        signature("s of zero", old -> join(r(old), ZERO)),
        signature("r of n", old -> join(ORDER, s(old))),
        signature("s of n", old -> join(r(old), ORDER)),
        signature("r and s of n", _ -> join(ORDER, ORDER)),
        signature("r and s of one", _ -> join(one(), one())),
        signature("r and s exchanged", old -> join(s(old), r(old))),
        signature("s greater by n", old -> join(r(old), plusOrder(s(old)))),
        signature("one bit flipped", SignatureAttacks::flipped),
        signature("a byte short", old -> Arrays.copyOf(old, 63)),
        signature("a byte long", old -> Arrays.copyOf(old, 65)),
        signature("half", Jose::r),
        signature("twice", old -> join(old, old)),
        signature("96 bytes, as of P-384", old -> join(new byte[16], r(old), new byte[16], s(old))),
        signature("one byte", _ -> new byte[1]),
        signature("of 5,000 bytes", _ -> new byte[5_000]),
        invalid(
            "signature DER instead of r and s",
            "token-signature",
            mint -> {
              String input = mint.input(_ -> {});
              byte[] der = Jose.sign("SHA256withECDSA", input, mint.replica().getPrivate());
              return input + "." + Jose.base64(der);
            }),
        invalid(
            "signature of another token",
            "token-signature",
            mint ->
                Jose.input(mint.withClaims(c -> c.put("scope", "keys:write")))
                    + "."
                    + Jose.base64(Jose.signature(mint.good()))),
        invalid(
            "claims of a real token widened, its signature kept",
            "token-signature",
            mint ->
                Jose.input(mint.real()).split("\\.")[0]
                    + "."
                    + Jose.base64(mint.claims(c -> c.put("gw_pii", true)).toString())
                    + "."
                    + Jose.base64(Jose.signature(mint.real()))),
        invalid(
            "cnf of a real token taken out, its signature kept",
            "token-signature",
            mint ->
                Jose.input(mint.real()).split("\\.")[0]
                    + "."
                    + Jose.base64(mint.claims(c -> c.remove("cnf")).toString())
                    + "."
                    + Jose.base64(Jose.signature(mint.real()))));
  }

  private static Attack signature(String name, UnaryOperator<byte[]> change) {
    return invalid(
        "signature " + name,
        "token-signature",
        mint -> {
          String good = mint.good();
          return Jose.input(good) + "." + Jose.base64(change.apply(Jose.signature(good)));
        });
  }

  /// The other signature that goes with every ECDSA signature: n - s. It is as good; RFC 7518 asks
  /// for neither of the two.
  static String twin(String token) {
    byte[] old = Jose.signature(token);
    BigInteger other = new BigInteger(1, ORDER).subtract(new BigInteger(1, s(old)));
    return Jose.input(token) + "." + Jose.base64(join(r(old), Mint.coordinate(other)));
  }

  private static byte[] one() {
    byte[] one = new byte[32];
    one[31] = 1;
    return one;
  }

  /// 33 bytes, when it does not wrap: then the last 32.
  private static byte[] plusOrder(byte[] s) {
    return Mint.coordinate(new BigInteger(1, s).add(new BigInteger(1, ORDER)));
  }

  private static byte[] flipped(byte[] signature) {
    byte[] other = signature.clone();
    other[40] ^= 1;
    return other;
  }
}
