package dev.giftwarden.audit.command;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.service.AwaitSchema;
import dev.giftwarden.edge.service.Migrate;
import dev.giftwarden.edge.service.Schema;
import dev.giftwarden.edge.service.Serve;
import dev.giftwarden.edge.service.ServiceCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import picocli.CommandLine.Command;

@QuarkusMain
@Command(
    name = "audit-service/run",
    description = "The audit log: takes events, proves that they are there, lets everybody check.",
    synopsisSubcommandLabel = "(serve | migrate | await-schema | export | verify | show)",
    subcommands = {
      Serve.class,
      Migrate.class,
      AwaitSchema.class,
      ExportCommand.class,
      VerifyCommand.class,
      ShowCommand.class
    })
public final class Main extends ServiceCommand {
  Main() {
    super(audience(), migrations());
  }

  @Produces
  static Audience audience() {
    return Audience.AUDIT;
  }

  /// It queues nothing for another log.
  @Produces
  @Singleton
  static Schema migrations() {
    return Schema.of("db/migration");
  }

  public static void main(String... arguments) {
    new Main().execute(arguments);
  }
}
