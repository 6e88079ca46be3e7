package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  @TempDir Path folder;

  @Test
  void theLastErrorSaysWhyAndNotWhatCameAfterIt() throws IOException {
    assertThat(
            log("""
            {"level":"INFO","message":"started"}
            {"level":"ERROR","message":"the schema \\"gift\\" is old"}
            {"level":"INFO","message":"stopped"}
            """)
                .lastComplaint())
        .isEqualTo("the schema \"gift\" is old");
  }

  @Test
  void theLastLineSaysWhyWhereThereIsNoError() throws IOException {
    assertThat(
            log("Unrecognized VM option\nCould not create the Java Virtual Machine.\n\n")
                .lastComplaint())
        .isEqualTo("Could not create the Java Virtual Machine.");
  }

  @Test
  void anEmptyLogIsSaidToBeEmpty() throws IOException {
    assertThat(log("").lastComplaint()).isEqualTo("it wrote nothing");
  }

  @Test
  void theRunBeforeIsKeptOnce() throws IOException {
    LogFile log = log("first");
    log.startAnew();
    Files.writeString(log.path(), "second");
    log.startAnew();

    assertThat(log.path()).doesNotExist();
    assertThat(folder.resolve("x.log.1")).hasContent("second");
  }

  private LogFile log(String text) throws IOException {
    return new LogFile(Files.writeString(folder.resolve("x.log"), text));
  }
}
