package dev.giftwarden.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A packaged service that migrates well and then cannot start.
public final class FakeService {

  private FakeService() {}

  public static void main(String[] arguments) {
    if (!List.of(arguments).equals(List.of("migrate"))) {
      System.out.println("ERROR the moon is in the wrong house");
      System.out.println("stopped");
      System.exit(7);
    }
  }

  /// Lays it out as `./mvnw package` lays out a real one.
  static void packageInto(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("app"));
    Files.createDirectories(folder.resolve("lib/main"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
    String entry = FakeService.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(folder.resolve("quarkus-run.jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest);
        InputStream code = FakeService.class.getResourceAsStream("FakeService.class")) {
      jar.putNextEntry(new JarEntry(entry));
      code.transferTo(jar);
    }
  }
}
