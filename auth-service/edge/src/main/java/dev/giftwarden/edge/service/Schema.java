package dev.giftwarden.edge.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The migrations that the database of a service is made of, as files on the class path.
///
/// A file `index` beside them names them, one a line: a native executable has no folders to look
/// into, and nothing that is looked for at run time can be missed there.
public final class Schema {
  private static final String INDEX = "index";

  private final List<Script> scripts;

  private Schema(List<Script> scripts) {
    this.scripts = List.copyOf(scripts);
  }

  /// @param folders on the class path, such as `db/migration`
  /// @throws IllegalStateException if one has no index, or an index names what is not there
  public static Schema of(String... folders) {
    return new Schema(Arrays.stream(folders).flatMap(Schema::scripts).toList());
  }

  private static Stream<Script> scripts(String folder) {
    return read(folder + "/" + INDEX)
        .lines()
        .map(name -> new Script(folder, name, read(folder + "/" + name)));
  }

  /// The loader of the thread knows the service; that of this class may know only what it is made
  /// of.
  private static String read(String file) {
    ClassLoader service = Thread.currentThread().getContextClassLoader();
    try (InputStream content = service.getResourceAsStream(file)) {
      if (content == null) {
        throw new IllegalStateException("not packaged: " + file);
      }
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Script> scripts() {
    return scripts;
  }

  /// What an up-to-date database has, oldest first.
  Set<String> versions() {
    return scripts.stream().map(Script::version).collect(Collectors.toCollection(TreeSet::new));
  }

  /// What a database lacks that has had these `applied`; a newer one lacks nothing.
  Set<String> missing(Set<String> applied) {
    Set<String> missing = new TreeSet<>(versions());
    missing.removeAll(applied);
    return missing;
  }
}
