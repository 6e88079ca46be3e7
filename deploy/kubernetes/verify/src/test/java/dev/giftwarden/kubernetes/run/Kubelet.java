package dev.giftwarden.kubernetes.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.kubernetes.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the kubelet does with a pod: lays out its volumes as links through `..data`, gives it the
/// environment of its manifest and no other, and starts its command as its user, after its init
/// container has ended well. Five things are another: the paths of volumes and of the image,
/// wherever the manifest names one, lie in folders of this test; names are looked up in a file; an
/// ahead-of-time cache that does not fit ends the start, where in a cluster it would be done
/// without; and where this process may not change the user (it is not root, or that user could not
/// read the build), the pod runs as oneself; and what listens on every address of a pod listens on
/// its own alone, because all pods have one loopback.
///
/// A mount's folder belongs to root and its files to the pod's group, so what is mounted, and all
/// else but `/tmp`, is read-only for the pod's user, as its manifest says.
final class Kubelet {
  private static final String IMAGE = "/giftwarden/";
  private static final String EVERY_ADDRESS = "0.0.0.0";
  private static final Duration INIT = Duration.ofMinutes(2);

  private final Objects objects;
  private final Path folder;
  private final Path hosts;

  Kubelet(Objects objects, Path folder, Path hosts) {
    this.objects = objects;
    this.folder = folder;
    this.hosts = hosts;
  }

  /// @param address its own, on the loopback interface
  /// @param packaged what the image holds in `/giftwarden`
  Pod start(Manifest workload, String name, String address, Path packaged) {
    try {
      Path root = Files.createDirectories(folder.resolve(name));
      JsonNode spec = workload.podSpec();
      for (JsonNode init : spec.path("initContainers")) {
        Path before = Files.createDirectories(root.resolve("init"));
        Pod waiting = start(workload, init, name + " init", address, packaged, before);
        if (waiting.end(INIT) != 0) {
          throw new AssertionError(waiting.name() + " fails:\n" + waiting.said());
        }
      }
      return start(workload, spec.at("/containers/0"), name, address, packaged, root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Pod start(
      Manifest workload, JsonNode container, String name, String address, Path packaged, Path root)
      throws IOException {
    JsonNode spec = workload.podSpec();
    User user = User.of(spec.path("securityContext"), packaged.resolve("quarkus-run.jar"));
    for (JsonNode mount : container.path("volumeMounts")) {
      JsonNode volume = volume(spec, mount.path("name").asText());
      Path place = root.resolve(mount.path("mountPath").asText().substring(1));
      Files.createDirectories(place);
      if (volume.has("emptyDir")) {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
      } else {
        lay(content(workload.namespace(), volume), mode(volume), user, place);
      }
    }
    Path log = root.resolve("log");
    List<String> line = new ArrayList<>(user.prefix());
    line.addAll(command(container, root, packaged));
    ProcessBuilder process = new ProcessBuilder(line);
    process.environment().clear();
    process.environment().putAll(environment(workload, container, root, address));
    process.directory(root.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    return new Pod(workload, name, address, log, process.start());
  }

  private static JsonNode volume(JsonNode spec, String name) {
    return spec.path("volumes")
        .valueStream()
        .filter(volume -> volume.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// File names and their texts.
  private Map<String, String> content(String namespace, JsonNode volume) {
    Map<String, String> files = new TreeMap<>();
    List<JsonNode> sources = new ArrayList<>(List.of(volume));
    volume.at("/projected/sources").forEach(sources::add);
    for (JsonNode source : sources) {
      for (String kind : List.of("secret", "configMap")) {
        JsonNode from = source.path(kind);
        if (from.isObject()) {
          String name = from.path("secretName").asText(from.path("name").asText());
          Map<String, String> data = objects.data(kind, namespace, name);
          if (from.has("items")) {
            from.path("items")
                .forEach(item ->
                    files.put(item.path("path").asText(), data.get(item.path("key").asText())));
          } else {
            files.putAll(data);
          }
        }
      }
    }
    return files;
  }

  /// Of a Secret or ConfigMap alone it is 0644, unless it says otherwise.
  private static String mode(JsonNode volume) {
    int mode = volume.at("/projected/defaultMode").asInt(0644);
    StringBuilder text = new StringBuilder();
    for (int shift = 8; shift >= 0; shift--) {
      text.append((mode >> shift & 1) == 1 ? "rwx".charAt((8 - shift) % 3) : '-');
    }
    return text.toString();
  }

  private static void lay(Map<String, String> files, String mode, User user, Path place)
      throws IOException {
    Path generation = Files.createDirectory(place.resolve("..2026_01_01_00_00_00.1"));
    Files.createSymbolicLink(place.resolve("..data"), generation.getFileName());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = Files.writeString(generation.resolve(file.getKey()), file.getValue());
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      user.share(path);
      Files.createSymbolicLink(place.resolve(file.getKey()), Path.of("..data", file.getKey()));
    }
  }

  private List<String> command(JsonNode container, Path root, Path packaged) {
    List<String> line = new ArrayList<>();
    container.path("command").forEach(word -> line.add(inImage(word.asText(), packaged)));
    line.add("-XX:AOTMode=on");
    line.add("-Djdk.net.hosts.file=" + hosts);
    line.add("-Djava.io.tmpdir=" + root.resolve("tmp"));
    container
        .path("args")
        .forEach(word ->
            line.add(
                inImage(
                    word.asText().replace("=/tmp/", "=" + root.resolve("tmp") + "/"), packaged)));
    return line;
  }

  private static String inImage(String word, Path packaged) {
    return word.replaceFirst("(^|=)" + IMAGE, "$1" + packaged + "/");
  }

  private Map<String, String> environment(
      Manifest workload, JsonNode container, Path root, String address) {
    Map<String, String> environment = new HashMap<>();
    container
        .path("envFrom")
        .forEach(source ->
            environment.putAll(
                objects.data(
                    "configMap", workload.namespace(), source.at("/configMapRef/name").asText())));
    for (JsonNode variable : container.path("env")) {
      boolean podIp = variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("status.podIP");
      String value = variable.path("value").asText();
      boolean own = podIp || value.equals(EVERY_ADDRESS);
      environment.put(variable.path("name").asText(), own ? address : value);
    }
    environment.replaceAll((_, value) -> value.startsWith("/") ? root + value : value);
    return environment;
  }
}
