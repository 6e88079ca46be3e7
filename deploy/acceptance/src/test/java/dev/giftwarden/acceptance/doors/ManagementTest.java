package dev.giftwarden.acceptance.doors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.wire.Wire;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The management port refuses no key in a URL: it says nothing about accounts to anybody. It must
/// not pass on what it was asked, either.
class ManagementTest {
  private static final House HOUSE = House.started();

  private static final String KEY = "gwk_live_management00_neverRepeatedByTheManagementPort0000";
  private static final String REST = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private static final List<String> TARGETS =
      List.of(
          "/q/health/live?key=" + KEY,
          "/q/metrics/" + KEY,
          "/q/nothing/" + KEY,
          "/" + KEY,
          "/" + KEY + "%zz",
          "/" + KEY + "\0",
          "/ " + KEY,
          "/q/health/live?pad=" + "x".repeat(9_000) + KEY,
          "https://localhost/" + KEY,
          KEY);

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "K8 C14 the management port repeats a key in its URL to nobody: answer, metrics, log")
  void repeatsNothing(Service service) throws IOException {
    for (String target : TARGETS) {
      assertThat(ask(service, target)).as(target).startsWith("HTTP/1.").doesNotContain(KEY);
    }
    assertThat(ask(service, "/q/metrics")).contains("200 OK").doesNotContain(KEY);
    try (Stream<Path> logs = Files.list(HOUSE.home().logs())) {
      for (Path log : logs.toList()) {
        assertThat(Files.readString(log, ISO_8859_1)).as(log.toString()).doesNotContain(KEY);
      }
    }
  }

  private static String ask(Service service, String target) throws IOException {
    String url = "https://localhost:" + HOUSE.ports().of(service).management();
    String name = service.name().toLowerCase(Locale.ROOT);
    try (Wire wire = Wire.Dialer.of(HOUSE, Identity.NONE, name).dial(url)) {
      wire.send(("GET " + target + REST).getBytes(ISO_8859_1));
      return new String(wire.in().readAllBytes(), ISO_8859_1);
    }
  }
}
