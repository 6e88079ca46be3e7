package dev.giftwarden.auth.wiring;

import dev.giftwarden.auth.restore.RestoredTable;
import dev.giftwarden.edge.service.DatabaseOptions;
import dev.giftwarden.edge.service.Migration;
import dev.giftwarden.edge.service.ServiceCommand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// What comes after a restore, before anything serves from it.
@Command(
    name = "restored",
    description = {
      "Migrate a database that was set back to an earlier moment, end every token there is, and say"
          + " from when on the audit log holds revocations that have to be repeated.",
      "Before serve, while no replica runs: exit status 1 where one lives."
    },
    mixinStandardHelpOptions = true)
final class RestoredCommand implements Callable<Integer> {
  @ParentCommand ServiceCommand service;
  @Mixin DatabaseOptions database = new DatabaseOptions();
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    var lines = spec.commandLine();
    DataSource owned = database.asOwner(service.service());
    new Migration(owned, lines.getOut()::println, lines.getErr()::println).run(service.schema());
    return switch (new RestoredTable(owned, InstantSource.system()).open()) {
      case RestoredTable.Outcome.Opened(Optional<Instant> moment) -> {
        lines
            .getOut()
            .printf(
                "Every token is dead, and the services may start. Revoke again what was revoked after"
                    + " %1$s: audit-service/run show DIR --action key.revoke --since %1$s, and the"
                    + " same with certificate.revoke and client.revoke%n",
                moment.orElse(Instant.EPOCH));
        yield 0;
      }
      case RestoredTable.Outcome.Served _ -> {
        lines
            .getErr()
            .println(
                "restored: refusing: an auth-service lives on this database, or did ten seconds"
                    + " ago; stop every replica first");
        yield 1;
      }
    };
  }
}
