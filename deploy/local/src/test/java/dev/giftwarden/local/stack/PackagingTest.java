package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which program is started, and what is said where it is not there.
class PackagingTest {
  private static final String NO_RESUMPTION = "-Djdk.tls.server.newSessionTicketCount=0";

  @TempDir Path project;

  private record Ended(int status, String said) {}

  @ParameterizedTest(name = "an executable of {0} that was not built is one line that says how to")
  @EnumSource
  void missingExecutable(Service service) {
    assertThatThrownBy(() -> Packaging.NATIVE.of(home(), service))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "%s-service/target holds no executable:".formatted(service.id())
                + " build it with ./mvnw package -Dnative -pl %s-service -am"
                    .formatted(service.id()));
  }

  @Test
  @DisplayName("an executable gets no flag of a virtual machine, and the one against resumption")
  void executableHasItsFlags() throws IOException {
    Path runner = runner(Service.GIFT);
    Program program = Packaging.NATIVE.of(home(), Service.GIFT);
    assertThat(program.commandLine()).containsExactly(runner.toString(), NO_RESUMPTION, "-Xmx256m");
    assertThat(program.brief("migrate").commandLine())
        .containsExactly(runner.toString(), NO_RESUMPTION, "-Xmx256m", "migrate");
  }

  @Test
  @DisplayName("a jar is run by java, and its flags come before it")
  void jarHasItsFlags() throws IOException {
    FakeService.packageInto(Service.GIFT.packaged(home()));
    assertThat(Packaging.JVM.of(home(), Service.GIFT).brief("migrate").commandLine())
        .contains(NO_RESUMPTION, "-XX:TieredStopAtLevel=1")
        .endsWith(
            "-jar", Service.GIFT.packaged(home()).resolve("quarkus-run.jar").toString(), "migrate");
  }

  @Test
  @DisplayName("a third packaging is one line")
  void thirdPackaging() {
    assertThatThrownBy(() -> Packaging.of("wasm"))
        .isInstanceOf(Failure.class)
        .hasMessage("not a packaging: wasm; there are jvm and native");
    assertThat(Packaging.of("native")).isEqualTo(Packaging.NATIVE);
  }

  @ParameterizedTest(
      name = "{0}-service/run --packaging native starts the executable, or says how to build it")
  @EnumSource
  void scriptStartsIt(Service service) throws Exception {
    assertThat(run(service, "--packaging", "native", "serve"))
        .isEqualTo(
            new Ended(
                1,
                "%1$s-service/run: %1$s-service/target holds no executable:".formatted(service.id())
                    + " build it with ./mvnw package -Dnative -pl %s-service -am\n"
                        .formatted(service.id())));
    assertThat(run(service, "--packaging", "wasm").status()).isEqualTo(2);
    var _ = runner(service);
    assertThat(run(service, "--packaging", "native", "serve"))
        .isEqualTo(new Ended(0, "started " + NO_RESUMPTION + " serve\n"));
  }

  private Home home() {
    return new Home(project, project.resolve("home"));
  }

  private Path runner(Service service) throws IOException {
    Path file = service.target(home()).resolve(service.id() + "-runner");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\necho started \"$@\"\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// The script of the checkout, in a project that has nothing else.
  private Ended run(Service service, String... arguments) throws Exception {
    Path folder = Files.createDirectories(project.resolve(service.folderName()));
    Path script = folder.resolve("run");
    if (!Files.exists(script)) {
      Files.copy(Path.of("../..", service.folderName(), "run"), script);
    }
    List<String> line = new ArrayList<>(List.of("sh", script.toString()));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
