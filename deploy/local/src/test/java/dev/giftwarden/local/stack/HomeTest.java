package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

  @TempDir Path folder;

  @Test
  void theCommandsOfAnotherHomeNameItAsAShellTakesIt() {
    Path project = folder.resolve("it's mine");

    assertThat(new Home(project, project.resolve(".local")).command("down"))
        .isEqualTo("'%s/it'\\''s mine/deploy/local'/down", folder);
    assertThat(new Home(folder, folder.resolve("a b")).command("down"))
        .isEqualTo("%1$s/deploy/local/down --home '%1$s/a b'", folder);
  }

  @Test
  void theNextCommandFindsThePortsOfTheLastUp() throws IOException {
    Home home = new Home(folder, folder.resolve("second"));
    assertThat(home.ports()).isEqualTo(Ports.standard());

    home.create();
    home.keepPorts(18441);
    assertThat(home.ports()).isEqualTo(Ports.from(18441));

    Files.writeString(home.folder().resolve("ports"), "many");
    assertThatThrownBy(home::ports).isInstanceOf(Failure.class).hasMessageContaining("ports");
  }

  @Test
  void whatSomebodyElseKeepsInAFolderIsNeitherMixedNorDeleted() throws IOException {
    Home home = new Home(folder, folder.resolve("taken"));
    assertThatCode(home::requireOwn).doesNotThrowAnyException();

    home.create();
    home.keepPorts(18441);
    assertThatCode(home::requireOwn).doesNotThrowAnyException();

    Files.writeString(home.folder().resolve("thesis.tex"), "years of work");
    assertThatThrownBy(home::requireOwn)
        .isInstanceOf(Failure.class)
        .hasMessage(
            "%s is no installation's folder: it holds thesis.tex; name another with --home",
            home.folder());
  }

  @Test
  void aPkiThatSomebodyMadeIsNoInstallation() throws IOException {
    Home home = new Home(folder, folder.resolve("certificates"));
    Files.createDirectories(home.pki());

    assertThatThrownBy(home::requireOwn)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("it holds pki");
  }
}
