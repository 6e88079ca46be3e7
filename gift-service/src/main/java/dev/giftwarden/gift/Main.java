package dev.giftwarden.gift;

import dev.giftwarden.certs.provider.FastCryptography;
import dev.giftwarden.edge.reception.HeadFilter;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// The entrance of the process, for the service and for `migrate` alike.
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    FastCryptography.install();
    HeadFilter.install();
    Quarkus.run(args);
  }
}
