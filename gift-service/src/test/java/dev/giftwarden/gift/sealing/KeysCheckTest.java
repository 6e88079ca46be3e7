package dev.giftwarden.gift.sealing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.id.RecipientId;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// At the start, against the rows that there are.
class KeysCheckTest {

  private static final Owner ZOE =
      new Owner(
          new AccountId("keys-check"),
          Environment.LIVE,
          new RecipientId("rcp_KeysCheck0000000000000"));

  private static final String ROW =
      """
      insert into recipient (id, account, environment, kek, wrapped_key, sealed, email_index,
                             created_at)
      values (?, ?, 'live', ?, ?, sha256(''), sha256(''), now())
      """;

  @TempDir Path folder;

  /// A row under `kek-777`, and whatever other tests have left under keys of theirs.
  @BeforeEach
  void store() throws Exception {
    Path others = TestDatabase.ofThisJvm().home().resolve("recipients");
    if (Files.exists(others)) {
      try (var files = Files.list(others)) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(file.getFileName().toString()));
        }
      }
    }
    key("kek-777", "07");
    key("email-index", "08");
    Files.writeString(folder.resolve("current"), "kek-777");
    Keys keys = keys();
    WrappedKey wrapped = keys.wrap(keys.next(ZOE));
    try (Connection application = GiftDatabase.as("gift")) {
      GiftDatabase.enter(application, "keys-check", "live", "*");
      GiftDatabase.update(
          application, ROW, ZOE.recipient().value(), "keys-check", wrapped.kek(), wrapped.bytes());
      application.commit();
    }
  }

  @AfterEach
  void remove() throws SQLException {
    try (Connection postgres =
        TestDatabase.ofThisJvm().connect(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER)) {
      GiftDatabase.update(postgres, "delete from recipient where id = ?", ZOE.recipient().value());
    }
  }

  private void key(String name, String octet) throws IOException {
    Files.writeString(folder.resolve(name), octet.repeat(32));
  }

  private Keys keys() {
    return new Keys(folder, new SecureRandom());
  }

  private void start() {
    var worker = TestDatabase.ofThisJvm().dataSource(ServiceDatabase.GIFT, "gift_worker");
    new KeysCheck(keys(), new KeysInUseTable(worker)).start(new StartupEvent());
  }

  @Test
  @DisplayName(
      "G11 a service starts with the keys that its rows need, whichever is the current one")
  void starts() throws IOException {
    key("kek-778", "09");
    Files.writeString(folder.resolve("current"), "kek-778");

    assertThatCode(this::start).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("G11 it refuses to start without a key that a row needs, and says which")
  void refusesWithoutKey() throws IOException {
    key("kek-778", "09");
    Files.writeString(folder.resolve("current"), "kek-778");
    Files.delete(folder.resolve("kek-777"));

    refused();
  }

  @Test
  @DisplayName("G11 it refuses to start with another key of that name")
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
                + " and recipients are stored under it: put it back until the log of a replica says"
                + " that all are under the current one");
  }
}
