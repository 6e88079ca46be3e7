package dev.giftwarden.auth.wiring;

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
    name = "auth-service/run",
    description = "Accounts and their keys, the tokens made of them, and the feed of what is over.",
    synopsisSubcommandLabel = "(serve | migrate | await-schema | restored)",
    subcommands = {Serve.class, Migrate.class, AwaitSchema.class, RestoredCommand.class})
public final class Main extends ServiceCommand {
  Main() {
    super(audience(), migrations());
  }

  @Produces
  static Audience audience() {
    return Audience.AUTH;
  }

  @Produces
  @Singleton
  static Schema migrations() {
    return Schema.of("db/migration", "db/outbox");
  }

  public static void main(String... arguments) {
    new Main().execute(arguments);
  }
}
