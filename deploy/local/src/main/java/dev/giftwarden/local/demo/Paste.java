package dev.giftwarden.local.demo;

import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Shell;
import java.nio.file.Path;

/// Commands that work when pasted into another terminal. The secret of the key stays in its file:
/// it reaches neither the terminal nor the list of processes.
public final class Paste {

  private final Home home;
  private final Ports ports;

  public Paste(Home home, Ports ports) {
    this.home = home;
    this.ports = ports;
  }

  /// The block as it is printed.
  ///
  /// @param budget that a gift is sent from
  public String text(String budget) {
    Path folder = Partner.ACME.folder(home);
    String key = SecretFile.of(home, Partner.ACME, DemoKey.GIFTS).read();
    return """

    Ready. Paste this into another terminal:

      cd %1$s
      TOKEN=$(curl --silent '%2$s/oauth2/token' --cert client.crt --key client.key --cacert ca.crt \\
        --data grant_type=client_credentials --data client_id=%5$s --data-urlencode client_secret@gifts.key \\
        | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')

      curl --location '%3$s/v1/gifts' --cert client.crt --key client.key \\
        --header 'Content-Type: application/json' \\
        --data '{"budgetId": "%6$s", "amount": 5000, "currency": "EUR", "recipient": {"name": "Ada Lovelace", "email": "ada@example.com"}}' \\
        --cacert ca.crt --header "Authorization: Bearer $TOKEN"

      curl '%3$s/v1/gifts' --cert client.crt --key client.key --cacert ca.crt \\
        --header "Authorization: Bearer $TOKEN"

      curl '%4$s/checkpoint' --cacert ca.crt

    The token lives five minutes; then the answer is 401 token-expired: run the TOKEN= line again.
    The whole story, with its refusals: %8$s
    What runs, and how it is: %9$s
    Logs: %7$s
    Ctrl-C here stops everything, and so does: %10$s
    """
        .formatted(
            Shell.quoted(folder),
            ports.https(Service.AUTH),
            ports.https(Service.GIFT),
            ports.https(Service.AUDIT),
            DemoKey.id(key),
            budget,
            home.logs(),
            home.command("demo"),
            home.command("status"),
            home.command("down"));
  }
}
