package dev.giftwarden.audit.command;

import dev.giftwarden.audit.client.bundle.BundleVerifier;
import dev.giftwarden.audit.client.bundle.Verdict;
import dev.giftwarden.audit.client.bundle.Verdict.Against;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Checks an exported folder. Talks to nobody.
@Command(
    name = "verify",
    description = "Check an exported log offline. Exit status 0: good; 1: not.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "What `export` made.")
  Path folder;

  @Option(
      names = "--since",
      paramLabel = "CHECKPOINT",
      description = "A checkpoint that you kept: the log must be a continuation of it.")
  @Nullable Path since;

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description = "The log's verifier key as you got it elsewhere, not from DIR.")
  @Nullable Path key;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Optional<VerifierKey> trustedKey =
        key == null ? Optional.empty() : Optional.of(VerifierKey.parse(Files.readString(key)));
    Optional<String> trustedNote =
        since == null ? Optional.empty() : Optional.of(Files.readString(since));
    Verdict verdict = new BundleVerifier(folder, trustedKey, trustedNote).verify();
    say(sentence(verdict));
    if (!(verdict instanceof Verdict.Good)) {
      return 1;
    }
    say(
        since == null
            ? "Keep its checkpoint: the next time, --since proves that nothing before was changed."
            : "It continues the checkpoint that you kept.");
    if (key == null) {
      say("Checked with the key in the folder, which proves nothing about who made it: use --key.");
    }
    return 0;
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }

  private static String sentence(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Good(long size, var root) ->
          "good: %d entries, every event opens its entry, root %s".formatted(size, root);
      case Verdict.BadIndex(long index, String what) ->
          "BAD at index %d: %s".formatted(index, what);
      case Verdict.OlderThan(long size, long trustedSize) ->
          "BAD: older than the checkpoint you trust: %d entries, not %d"
              .formatted(size, trustedSize);
      case Verdict.Inconsistent(Against against, long size) ->
          "BAD: inconsistent with %s of %d entries".formatted(name(against), size);
      case Verdict.BadSignature(Against against) -> "BAD: the key did not sign " + name(against);
      case Verdict.Malformed(String file, String why) -> "BAD: the file %s %s".formatted(file, why);
    };
  }

  private static String name(Against against) {
    return switch (against) {
      case OWN_CHECKPOINT -> "the checkpoint in the folder";
      case TRUSTED_CHECKPOINT -> "the checkpoint you trust";
    };
  }
}
