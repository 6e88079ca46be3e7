package dev.giftwarden.acceptance.fuzz;

import dev.giftwarden.acceptance.wire.Draft;
import java.util.Random;

/// One way of being wrong.
@FunctionalInterface
interface Fault {
  void spoil(Draft draft, Api.Operation operation, Random random);
}
