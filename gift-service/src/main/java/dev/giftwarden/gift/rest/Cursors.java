package dev.giftwarden.gift.rest;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.tenant.TenantScope;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Signs the places in lists that callers keep between two pages: a place is good for the account,
/// the environment and the reach that it was given to, in the list and with the filters that it was
/// found in. It never was an authority; signed, it is no way to ask about rows either.
@Singleton
public class Cursors {

  private static final String TAG = "giftwarden/cursor/v1";

  /// Of 32 bytes in base64, without padding.
  private static final int SIGNATURE_CHARACTERS = 43;

  private final CurrentCaller current;
  private final Keys keys;

  Cursors(CurrentCaller current, Keys keys) {
    this.current = current;
    this.keys = keys;
  }

  /// A list as somebody asked for it.
  ///
  /// @param path with the version of the API
  /// @param filters what was asked for by name, and so decides which rows are in it
  record Listing(String path, SortedMap<String, String> filters) {}

  String sign(Listing list, String place) {
    return place + signature(list, place);
  }

  /// The place that a text stands for. Empty unless [#sign] made it, of this list and for somebody
  /// who reaches what the present caller does.
  Optional<String> open(Listing list, String text) {
    if (text.length() <= SIGNATURE_CHARACTERS) {
      return Optional.empty();
    }
    String place = text.substring(0, text.length() - SIGNATURE_CHARACTERS);
    return MessageDigest.isEqual(bytes(sign(list, place)), bytes(text))
        ? Optional.of(place)
        : Optional.empty();
  }

  /// Of the texts, not of what they decode to: base64 leaves bits unused at its end.
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String signature(Listing list, String place) {
    TenantScope scope = TenantScope.of(current.partner());
    var about =
        new CanonicalRequest(TAG).text(scope.account().value()).text(scope.environment().text());
    scope
        .subAccounts()
        .ifPresentOrElse(
            some -> about.texts(some.stream().map(SubAccountId::value).toList()),
            () -> about.text(Optional.empty()));
    about.text(list.path()).number(list.filters().size());
    for (Map.Entry<String, String> filter : list.filters().entrySet()) {
      about.text(filter.getKey()).text(filter.getValue());
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(keys.signCursor(about.text(place).toBytes()));
  }
}
