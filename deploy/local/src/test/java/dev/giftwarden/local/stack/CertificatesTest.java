package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {

  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

  private Home home;
  private int all;

  @BeforeEach
  void prepare(@TempDir Path folder) {
    home = new Home(folder, folder.resolve(".local"));
    home.create();
    all = at(NOW).prepare();
  }

  @Test
  void makesNothingTwice() {
    assertThat(all).isGreaterThan(10);
    assertThat(at(NOW).prepare()).isZero();
    assertThat(at(NOW.plus(Duration.ofHours(11))).prepare()).isZero();
  }

  @ParameterizedTest(name = "{0} hours later")
  @ValueSource(ints = {13, 24, 72})
  void renewsWhatHasLivedHalfItsDayAndAlsoWhatHasEnded(int hours) {
    Certificates later = at(NOW.plus(Duration.ofHours(hours)));
    String before = serial(later.internal(Service.GIFT), NOW);

    int ofADay =
        all - Partner.values().length + 1; // partners' live longer; the operator's is a day's
    assertThat(later.prepare()).isEqualTo(ofADay);
    assertThat(serial(later.internal(Service.GIFT), NOW.plus(Duration.ofHours(hours))))
        .isNotEqualTo(before);
    assertThat(later.prepare()).isZero();
  }

  @Test
  @DisplayName("Z6 a service is given its own keys and roles alone, and never its database's owner")
  void givesAServiceNothingOfAnother() throws IOException {
    try (Stream<Path> roles = Files.list(home.roles(Service.GIFT))) {
      assertThat(roles.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("gift", "gift_worker");
    }
    try (Stream<Path> given = Files.list(home.given(Service.AUDIT))) {
      assertThat(given.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("internal", "public", "database");
    }
  }

  @Test
  @DisplayName("C2 every private key is its owner's alone")
  void keepsKeysFromOthers() throws IOException {
    try (Stream<Path> files = Files.walk(home.folder())) {
      List<Path> keys =
          files
              .filter(file -> file.toString().endsWith(".key") && Files.isRegularFile(file))
              .toList();
      assertThat(keys).hasSizeGreaterThan(all);
      for (Path key : keys) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .as(key.toString())
            .isEqualTo("rw-------");
      }
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
        .isEqualTo("rwx------");
  }

  private Certificates at(Instant now) {
    return new Certificates(home, InstantSource.fixed(now));
  }

  private static String serial(Path folder, Instant now) {
    return TlsFolder.open(folder, InstantSource.fixed(now)).own().serial();
  }
}
