package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBehindTest {

  private Home home;
  private Process someProcess;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    home = new Home(folder, folder.resolve(".local"));
    home.create();
    someProcess = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void end() {
    someProcess.destroyForcibly();
  }

  @Test
  void anOrphanIsFoundByNumberAndStartTimeAndStopped() {
    new ProcessRecord(home.records().resolve("gift-2")).write(someProcess.toHandle());

    assertThat(Orphans.stop(home)).containsExactly("gift-2 (process " + someProcess.pid() + ")");
    assertThat(someProcess.isAlive()).isFalse();
    assertThat(Orphans.stop(home)).isEmpty();
  }

  @Test
  void aProcessThatGotTheNumberLaterIsLeftAlone() throws IOException {
    Instant started = someProcess.info().startInstant().orElseThrow().minusSeconds(60);
    Files.writeString(home.records().resolve("gift"), someProcess.pid() + " " + started);

    assertThat(Orphans.stop(home)).isEmpty();
    assertThat(someProcess.isAlive()).isTrue();
  }

  @Test
  void aSecondUpIsToldHowToStopTheFirst() {
    new ProcessRecord(home.records().resolve("up")).write(someProcess.toHandle());

    assertThatThrownBy(() -> new Installation(home).claim())
        .isInstanceOf(Failure.class)
        .hasMessage(
            "already running (process %d); %s/deploy/local/down stops it",
            someProcess.pid(), home.project());
  }

  @Test
  void downEndsTheUpThatRuns() {
    new ProcessRecord(home.records().resolve("up")).write(someProcess.toHandle());

    assertThat(new Installation(home).stop()).hasSize(1);
    assertThat(someProcess.isAlive()).isFalse();
    assertThat(new Installation(home).stop()).isEmpty();
  }
}
