package dev.giftwarden.gift;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.service.AwaitSchema;
import dev.giftwarden.edge.service.Migrate;
import dev.giftwarden.edge.service.Schema;
import dev.giftwarden.edge.service.Serve;
import dev.giftwarden.edge.service.ServiceCommand;
import dev.giftwarden.gift.catalogue.keeping.KeepCollections;
import dev.giftwarden.gift.webhook.send.SendWebhooks;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import picocli.CommandLine.Command;

@QuarkusMain
@Command(
    name = "gift-service/run",
    description = "Gifts, the budgets that pay for them, and the people who get them.",
    synopsisSubcommandLabel = "(serve | migrate | await-schema | webhooks | collections)",
    subcommands = {
      Serve.class,
      Migrate.class,
      AwaitSchema.class,
      SendWebhooks.class,
      KeepCollections.class
    })
public final class Main extends ServiceCommand {
  Main() {
    super(audience(), migrations());
  }

  @Produces
  static Audience audience() {
    return Audience.GIFT;
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
