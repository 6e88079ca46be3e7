package dev.giftwarden.bench.rotation;

import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Service;
import java.nio.file.Path;

/// A running stack, and an account in it that demands certificates.
///
/// @param key may send and read gifts, and read the log
/// @param budget of the account, with money for a gift of a cent in each call
public record Site(
    Home home, Ports ports, String account, String client, String key, String budget) {

  String https(Service service) {
    return ports.https(service);
  }

  String management(Service service) {
    return "https://localhost:" + ports.of(service).management();
  }

  Path internal(Service service) {
    return home.given(service).resolve("internal");
  }

  Path edge(Service service) {
    return home.given(service).resolve("public");
  }

  Path role(Service service, String role) {
    return home.roles(service).resolve(role);
  }
}
