package dev.giftwarden.gift.catalogue.keeping;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.service.DatabaseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What an operator does for recipients to have something to choose.
@Command(
    name = "collections",
    description = {
      "Make the collections what FILE says, all of them or nothing, as the owner of the database.",
      "What FILE leaves out is retired. Prints what became different, a line each."
    },
    mixinStandardHelpOptions = true)
public final class KeepCollections implements Callable<Integer> {
  /// A hundred collections of a hundred products.
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  /// Whoever mends a file mends some at a time.
  private static final int MOST_FAULTS = 20;

  @Parameters(paramLabel = "FILE", description = "The collections, in JSON; - is what comes in.")
  @Nullable Path file;

  @Mixin DatabaseOptions database = new DatabaseOptions();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path from = file == null ? Path.of("-") : file;
    return switch (CatalogueFile.read(bytes(from))) {
      case CatalogueFile.Read.Faulty(List<String> faults) -> {
        faults.stream().limit(MOST_FAULTS).forEach(line -> say(from + ": " + line));
        if (faults.size() > MOST_FAULTS) {
          say(from + ": and " + (faults.size() - MOST_FAULTS) + " more");
        }
        yield 1;
      }
      case CatalogueFile.Read.Whole(var wanted) -> {
        var owned = database.asOwner(Audience.GIFT);
        List<String> lines = new KeepingTable(owned, InstantSource.system()).keep(wanted);
        var out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.printf(
            "The catalogue is as the file says. Collections: %d, changes: %d.%n",
            wanted.size(), lines.size());
        yield 0;
      }
    };
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
      byte[] read = in.readNBytes(MOST_BYTES + 1);
      if (read.length > MOST_BYTES) {
        throw new IllegalArgumentException(file + " is longer than 16 MiB");
      }
      return read;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("no such file: " + file, e);
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}
