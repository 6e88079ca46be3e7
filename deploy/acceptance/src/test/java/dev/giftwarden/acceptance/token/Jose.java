package dev.giftwarden.acceptance.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What it takes to make tokens, good and bad, with nothing but the JDK: what attacks our verifier
/// shares no code with it.
final class Jose {
  /// The order n of P-256.
  static final byte[] ORDER =
      Base64.getDecoder().decode("/////wAAAAD//////////7zm+q2nF56E87nKwvxjJVE=");

  private static final int COORDINATE = 32;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Jose() {}

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Header or claims of a token.
  static JsonNode part(String token, int index) {
    try {
      return JSON.readTree(text(Base64.getUrlDecoder().decode(token.split("\\.")[index])));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String base64(String text) {
    return base64(utf8(text));
  }

  static String signed(String header, String claims, PrivateKey key) {
    return sealed(base64(header) + "." + base64(claims), key);
  }

  /// Signs these very characters, `header.claims`.
  static String sealed(String input, PrivateKey key) {
    return input + "." + base64(sign("SHA256withECDSAinP1363Format", input, key));
  }

  static byte[] sign(String algorithm, String input, PrivateKey key) {
    return sign(algorithm, utf8(input), key);
  }

  static byte[] sign(String algorithm, byte[] input, PrivateKey key) {
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hmac(int bits, String input, byte[] secret) {
    try {
      var mac = Mac.getInstance("HmacSHA" + bits);
      mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
      return input + "." + base64(mac.doFinal(utf8(input)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair generate(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String input(String token) {
    return token.substring(0, token.lastIndexOf('.'));
  }

  static byte[] signature(String token) {
    return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
  }

  static byte[] r(byte[] signature) {
    return Arrays.copyOf(signature, COORDINATE);
  }

  static byte[] s(byte[] signature) {
    return Arrays.copyOfRange(signature, COORDINATE, 2 * COORDINATE);
  }

  static byte[] join(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
