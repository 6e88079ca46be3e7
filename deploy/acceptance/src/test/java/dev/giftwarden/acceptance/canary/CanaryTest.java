package dev.giftwarden.acceptance.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Personal data and secrets that exist once in the world go through the whole house, the wrong
/// ways too, and are then looked for wherever they must not be.
class CanaryTest {
  private static final House HOUSE = House.started();

  private static Flight flight;

  @BeforeAll
  static void fly() {
    flight = new Flight(HOUSE);
  }

  @Test
  @DisplayName("K4 no masked caller, and nobody who is refused, is shown a person")
  void nobodyIsShown() {
    assertThat(flight.shown).hasSizeGreaterThan(200);
    assertThat(
            flight.shown.stream()
                .flatMap(shown -> shown.findings(flight.people).stream())
                .distinct())
        .isEmpty();
    assertThat(
            flight.shown.stream()
                .flatMap(shown -> shown.findings(flight.secrets).stream())
                .distinct())
        .isEmpty();
  }

  @Test
  @DisplayName("K4 K9 A7 no log of any process holds a person or a secret")
  void nothingIsLogged() {
    List<Haystack> logs = Haystack.logs(HOUSE);
    assertThat(logs)
        .extracting(Haystack::name)
        .contains("auth.log", "gift.log", "audit.log", "postgres.log");
    assertThat(found(logs, flight.people)).isEmpty();
    assertThat(found(logs, flight.secrets)).isEmpty();
  }

  @Test
  @DisplayName(
      "K4 A7 G11 none of the three databases holds a person in the clear, and none a secret")
  void nothingIsStored() {
    List<Haystack> audit = Haystack.database(HOUSE, "audit");
    List<Haystack> auth = Haystack.database(HOUSE, "auth");
    List<Haystack> gift = Haystack.database(HOUSE, "gift");
    assertThat(found(audit, flight.people)).isEmpty();
    assertThat(found(auth, flight.people)).isEmpty();
    assertThat(found(audit, flight.secrets)).isEmpty();
    assertThat(found(auth, flight.secrets)).isEmpty();
    assertThat(found(gift, flight.secrets)).isEmpty();
    assertThat(found(gift, flight.people)).isEmpty();
    assertThat(gift).extracting(Haystack::name).contains("gift.public.recipient");
  }

  @Test
  @DisplayName("K4 the search finds each canary in each disguise: in an answer, a log, a database")
  void findsPlantedOnes() throws IOException, SQLException {
    List<Canary> all = new ArrayList<>(flight.people);
    all.addAll(flight.secrets);
    Path log = HOUSE.home().logs().resolve("planted.log");
    for (Canary canary : all) {
      for (Canary.Disguise disguise : canary.disguises()) {
        var planted = new Haystack("planted", "a b " + disguise.text() + " c");
        assertThat(planted.findings(List.of(canary))).as(canary.name() + disguise).hasSize(1);
      }
    }
    Canary one = flight.people.getFirst();
    for (Canary.Disguise disguise : one.disguises()) {
      byte[] bytes = ("x\n" + disguise.text()).getBytes(ISO_8859_1);
      try {
        Files.write(log, bytes);
        assertThat(found(Haystack.logs(HOUSE, "planted.log"), List.of(one))).isNotEmpty();
      } finally {
        Files.delete(log);
      }
      assertThat(planted(bytes, one)).as(disguise.name()).isNotEmpty();
    }
  }

  private static List<String> planted(byte[] bytes, Canary canary) throws SQLException {
    try (Connection connection = HOUSE.superuser("audit");
        Statement statement = connection.createStatement()) {
      statement.execute("create table planted (bytes bytea)");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into planted values (?)")) {
        insert.setBytes(1, bytes);
        insert.execute();
        return found(Haystack.database(HOUSE, "audit", "public.planted"), List.of(canary));
      } finally {
        statement.execute("drop table planted");
      }
    }
  }

  private static List<String> found(List<Haystack> places, List<Canary> canaries) {
    return places.stream().flatMap(place -> place.findings(canaries).stream()).toList();
  }
}
