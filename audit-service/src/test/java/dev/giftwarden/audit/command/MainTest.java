package dev.giftwarden.audit.command;

import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.edge.testing.CommandLineChecks;

class MainTest extends CommandLineChecks {
  MainTest() {
    super(new Main(), ServiceDatabase.AUDIT);
  }
}
