package dev.giftwarden.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The overlays of the project, rendered from a copy: the local one wants a PKI in its folder, and
/// what is in it does not matter here.
public final class Overlays {
  public static final Path ROOT =
      Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
          .filter(folder -> Files.exists(folder.resolve("mvnw")))
          .findFirst()
          .orElseThrow();

  private static final Path VERIFY = ROOT.resolve("deploy/kubernetes/verify");
  private static final Path COPY = VERIFY.resolve("target/kubernetes");
  private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

  private Overlays() {}

  static List<String> names() {
    try (Stream<Path> overlays = Files.list(ROOT.resolve("deploy/kubernetes/overlays"))) {
      return overlays.map(folder -> folder.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Manifests rendered(String name) {
    return RENDERED.computeIfAbsent(name, _ -> render(folders().resolve("overlays").resolve(name)));
  }

  public static Manifests render(Path overlay) {
    return new Kustomize(VERIFY).render(overlay);
  }

  /// All but this module and a developer's own PKI.
  public static void copyTo(Path folder) throws IOException {
    copy(ROOT.resolve("deploy/kubernetes"), folder);
  }

  public static void delete(Path folder) {
    var _ = Kustomize.run(List.of("rm", "-rf", folder.toString()), VERIFY);
  }

  static synchronized Path folders() {
    if (RENDERED.isEmpty()) {
      try {
        copy(ROOT.resolve("deploy/kubernetes"), COPY);
        for (String file :
            List.of(
                "root/ca.crt",
                "issuing.crt",
                "services/ca.crt",
                "services/ca.key",
                "partners/ca.crt",
                "partners/ca.key",
                "database/ca.crt",
                "database/ca.key",
                "checkpoint/signer.key",
                "checkpoint/signer.vkey",
                "recipients/kek-1",
                "recipients/current",
                "recipients/email-index")) {
          Path path = COPY.resolve("overlays/local/pki").resolve(file);
          Files.createDirectories(path.getParent());
          Files.writeString(path, "anything\n");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return COPY;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = folder.getFileName().toString();
            if (folder.equals(VERIFY) || name.equals("pki")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.write(to.resolve(from.relativize(file)), Files.readAllBytes(file));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
