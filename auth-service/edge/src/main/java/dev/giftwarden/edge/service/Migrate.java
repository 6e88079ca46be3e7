package dev.giftwarden.edge.service;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// Brings the schema up to date, without starting anything of the service.
@Command(
    name = "migrate",
    description = "Bring the database's schema up to date as its owner, and end.",
    mixinStandardHelpOptions = true)
public final class Migrate implements Callable<Integer> {
  @ParentCommand ServiceCommand service;
  @Mixin DatabaseOptions database = new DatabaseOptions();
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    var lines = spec.commandLine();
    new Migration(
            database.asOwner(service.service()), lines.getOut()::println, lines.getErr()::println)
        .run(service.schema());
    lines.getOut().printf("Next: %s-service/run serve%n", service.service().text());
    return 0;
  }
}
