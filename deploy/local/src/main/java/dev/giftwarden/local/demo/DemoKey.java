package dev.giftwarden.local.demo;

import java.util.List;
import java.util.stream.Stream;

/// The keys of a demo account, each in a file of this name beside the certificate.
public enum DemoKey {
  /// Makes the other keys, and can use none of what it grants.
  ADMINISTRATOR,
  /// Does a partner's daily work.
  GIFTS,
  /// Looks, and cannot send.
  READER;

  List<String> scopes() {
    return switch (this) {
      case ADMINISTRATOR -> List.of("keys:read", "keys:write");
      case GIFTS ->
          List.of(
              "gifts:read",
              "gifts:send",
              "gifts:cancel",
              "gifts:link",
              "budgets:read",
              "budgets:write",
              "recipients:read",
              "recipients:write",
              "webhooks:read",
              "webhooks:write",
              "audit:read");
      case READER -> List.of("gifts:read");
    };
  }

  /// What the administrator may give to others: who ships has a key of its own.
  static List<String> grantable() {
    return Stream.concat(GIFTS.scopes().stream(), Stream.of("gifts:fulfil")).toList();
  }

  String fileName() {
    return switch (this) {
      case ADMINISTRATOR -> "administrator.key";
      case GIFTS -> "gifts.key";
      case READER -> "reader.key";
    };
  }

  /// `gwk_live_<id>_<secret>`: the id is public, and is the `client_id` of the token request.
  static String id(String key) {
    return key.split("_", 4)[2];
  }
}
