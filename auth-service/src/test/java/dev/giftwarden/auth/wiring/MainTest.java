package dev.giftwarden.auth.wiring;

import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.edge.testing.CommandLineChecks;

class MainTest extends CommandLineChecks {
  MainTest() {
    super(new Main(), ServiceDatabase.AUTH);
  }
}
