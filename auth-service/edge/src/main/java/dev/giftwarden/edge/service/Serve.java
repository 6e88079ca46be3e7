package dev.giftwarden.edge.service;

import dev.giftwarden.certs.provider.FastCryptography;
import dev.giftwarden.edge.start.BakedProperty;
import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

/// The service itself.
@Command(
    name = "serve",
    description = "Run the service until it is told to stop.",
    mixinStandardHelpOptions = true)
public final class Serve implements Runnable {
  @Override
  public void run() {
    BakedProperty.install();
    FastCryptography.install();
    Quarkus.run();
  }
}
