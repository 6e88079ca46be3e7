package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.database.Postmaster;
import dev.giftwarden.database.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong; that all goes well is for deploy/acceptance, with the real services.
class StackTest {

  @TempDir Path project;

  private final List<String> told = new ArrayList<>();

  @Test
  void aProjectThatIsNotBuiltIsOneLine() {
    try (Stack stack = stack()) {
      assertThatThrownBy(stack::start)
          .isInstanceOf(Failure.class)
          .hasMessage("auth-service is not built: run ./mvnw package");
    }
  }

  @Test
  void aServiceThatEndsIsOneLineWithItsLastErrorAndNothingIsLeftRunning() throws IOException {
    for (Service service : Service.values()) {
      FakeService.packageInto(service.packaged(home()));
    }
    try (Stack stack = stack()) {
      assertThatThrownBy(stack::start)
          .isInstanceOf(Failure.class)
          .hasMessageMatching(
              "\\w+-service ended \\(exit code 7\\): ERROR the moon is in the wrong house;"
                  + " its log is .*\\.log");
      assertThat(Postmaster.of(home().postgres().resolve("data"))).isPresent();
    }
    assertThat(Postmaster.of(home().postgres().resolve("data"))).isEmpty();
    assertThat(Orphans.stop(home())).isEmpty();
    assertThat(told).contains("auth, gift, audit");

    told.clear();
    try (Stack stack = stack()) {
      assertThatThrownBy(stack::start).isInstanceOf(Failure.class);
      assertThat(told)
          .containsSequence("all have more than half their life before them")
          .contains("nothing new");
    }
  }

  private Home home() {
    return new Home(project, project.resolve("with ' and space"));
  }

  private Stack stack() {
    Progress progress =
        new Progress() {
          @Override
          public void begin(String part) {}

          @Override
          public void done(String result) {
            told.add(result);
          }

          @Override
          public void note(String line) {
            told.add(line);
          }
        };
    return new Stack(home(), Ports.of(FreePorts.find(11)), InstantSource.system(), progress);
  }
}
