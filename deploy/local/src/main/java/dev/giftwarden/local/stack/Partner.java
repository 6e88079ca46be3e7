package dev.giftwarden.local.stack;

import java.nio.file.Path;
import java.util.Locale;

/// The two accounts that `up` makes, each with one client that holds a certificate.
public enum Partner {
  /// Enterprise: every call needs the certificate.
  ACME("erp"),
  /// Standard: a key is enough, so its tokens can be stolen.
  BLUEBIRD("shop");

  private final String client;

  Partner(String client) {
    this.client = client;
  }

  public String account() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String client() {
    return client;
  }

  /// What this partner holds, as files with the names that a person would give them.
  public Path folder(Home home) {
    return home.demo().resolve(account());
  }

  public Path credentials(Home home) {
    return folder(home).resolve("tls");
  }
}
