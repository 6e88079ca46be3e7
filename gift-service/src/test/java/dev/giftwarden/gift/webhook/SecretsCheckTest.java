package dev.giftwarden.gift.webhook;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// At the start, against a secret that there is.
class SecretsCheckTest {
  private static final TenantScope OWNER =
      new TenantScope(new AccountId("secrets-check"), Optional.empty(), Environment.LIVE);
  private static final WebhookId HOOK = new WebhookId("whk_SecretsCheck0000000000");

  private static final String ROW =
      """
      insert into webhook (id, account, environment, url, events, active, kek, secret, created_at)
      values (?, ?, 'live', 'https://hooks.acme.example/', '{gift.sent}', true, ?, ?, now())
      """;

  @TempDir Path folder;

  @BeforeEach
  void store() throws Exception {
    remove();
    key("kek-777", "07");
    key("kek-778", "09");
    key("email-index", "08");
    Files.writeString(folder.resolve("current"), "kek-777");
    WrappedKey wrapped = WebhookSecret.next(new SecureRandom()).wrap(keys(), OWNER, HOOK);
    try (Connection application = GiftDatabase.as("gift")) {
      GiftDatabase.enter(application, "secrets-check", "live", "*");
      GiftDatabase.update(
          application, ROW, HOOK.value(), "secrets-check", wrapped.kek(), wrapped.bytes());
      application.commit();
    }
    Files.writeString(folder.resolve("current"), "kek-778");
  }

  /// Of others, too: no other key is here.
  @AfterEach
  void remove() throws SQLException {
    try (Connection postgres =
        TestDatabase.ofThisJvm().connect(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER)) {
      GiftDatabase.update(postgres, "delete from webhook");
    }
  }

  private void key(String name, String octet) throws IOException {
    Files.writeString(folder.resolve(name), octet.repeat(32));
  }

  private Keys keys() {
    return Keys.of(folder, new SecureRandom());
  }

  private void start() {
    var worker = TestDatabase.ofThisJvm().dataSource(ServiceDatabase.GIFT, "gift_worker");
    new SecretsCheck(keys(), new SecretsInUseTable(worker)).start(new StartupEvent());
  }

  @Test
  @DisplayName("G8 a service starts with the keys that its secrets need, whichever is current")
  void starts() {
    assertThatCode(this::start).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("G8 it refuses to start without a key that a secret needs, and says which")
  void refusesWithoutKey() throws IOException {
    Files.delete(folder.resolve("kek-777"));

    refused();
  }

  @Test
  @DisplayName("G8 it refuses to start with another key of that name")
  void refusesAnotherKey() throws IOException {
    key("kek-777", "0a");

    refused();
  }

  private void refused() {
    assertThatThrownBy(this::start)
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessage(
            "refusing to start: giftwarden.keys.folder has no kek-777, or another key of that name,"
                + " and secrets of webhooks are stored under it: put it back until the log of a"
                + " replica says that all are under the current one");
  }
}
