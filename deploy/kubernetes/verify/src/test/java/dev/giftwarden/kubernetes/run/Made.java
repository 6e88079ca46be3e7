package dev.giftwarden.kubernetes.run;

import dev.giftwarden.kubernetes.Overlays;
import dev.giftwarden.local.image.Images;
import dev.giftwarden.local.image.ServiceImage;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Progress;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What the JVM images hold, made once for all tests of this run.
final class Made {
  private static @Nullable Home training;

  private Made() {}

  /// Where they were trained, with every secret that they met.
  static synchronized Home training() {
    if (training == null) {
      Images images = new Images(Overlays.ROOT, InstantSource.system(), new Silence());
      images.makeIfStale();
      training = images.training();
    }
    return training;
  }

  /// Copied to a place where they were not made, as `COPY` does: with the times of the files.
  ///
  /// @return `folder`
  static Path copiedTo(Path folder) throws IOException {
    var _ = training();
    Files.createDirectories(folder);
    for (Service service : Service.values()) {
      Path made = new ServiceImage(Overlays.ROOT, service).folder();
      Shell.run("cp", "-a", made.toString(), folder.resolve(service.id()).toString());
    }
    return folder;
  }

  private record Silence() implements Progress {
    @Override
    public void begin(String part) {}

    @Override
    public void done(String result) {}

    @Override
    public void note(String line) {}
  }
}
