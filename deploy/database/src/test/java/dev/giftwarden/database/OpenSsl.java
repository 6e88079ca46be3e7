package dev.giftwarden.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Makes what our own code would refuse to make, and sees what a server shows.
final class OpenSsl {

  private OpenSsl() {}

  /// Its output, errors included; what it made of the task is asserted on that.
  static String run(Path folder, String arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of("openssl"), Stream.of(arguments.split(" "))).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
