package dev.giftwarden.acceptance.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.certs.cli.CertsCommand;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.KeyInHand;
import dev.giftwarden.testkit.Tls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The root of a running system is replaced by the commands that an operator would type, with a
/// partner connected. The house goes on under the new root.
class RolloverTest {
  private static final House HOUSE = House.started();
  private static final Duration FOLLOWED = Duration.ofSeconds(30);

  private final Partner acme = Partner.enterprise(HOUSE, "rolled-over");
  private final Path home = HOUSE.home().folder();

  private record Said(int exit, String text) {}

  /// `certs/run`, in this process.
  private static Said certs(List<String> line) {
    StringWriter said = new StringWriter();
    int exit =
        CertsCommand.commandLine(InstantSource.system())
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(line.toArray(String[]::new));
    return new Said(exit, said.toString());
  }

  private static Said anchor(String step, List<Path> folders, boolean asks) {
    List<String> line = new ArrayList<>(List.of("anchor", step, "--pki", HOUSE.pki().toString()));
    for (Service service : asks ? Service.values() : new Service[0]) {
      line.add("--management");
      line.add("https://localhost:" + HOUSE.ports().of(service).management());
    }
    folders.forEach(folder -> line.add(folder.toString()));
    return certs(line);
  }

  private static void succeeded(Said said) {
    assertThat(said.exit()).as(said.text()).isZero();
  }

  private static void renew(Path... folders) {
    List<String> line = new ArrayList<>(List.of("renew", "--pki", HOUSE.pki().toString()));
    Stream.of(folders).map(Path::toString).forEach(line::add);
    succeeded(certs(line));
  }

  private static Https over(Identity identity, String service) {
    TlsFolder folder =
        TlsFolder.open(Objects.requireNonNull(identity.folder()), InstantSource.system());
    return Https.over(Tls.as(folder, service), HttpClient.Version.HTTP_2);
  }

  private static String read(Https over, String bearer) {
    return over.send(
            HttpRequest.newBuilder(URI.create(HOUSE.gift + "/v1/gifts"))
                .header("Authorization", "Bearer " + bearer))
        .outcome();
  }

  /// Its next certificate, by the one it has.
  private Identity renewed(Identity old) throws IOException {
    var key = KeyInHand.make();
    try (Https auth = over(old, "auth")) {
      Answer answer =
          auth.send(
              HttpRequest.newBuilder(
                      URI.create(
                          HOUSE.auth
                              + "/v1/accounts/%s/clients/erp/certificates".formatted(acme.account)))
                  .headers(
                      "Content-Type",
                      "application/x-pem-file",
                      "Accept",
                      "application/pem-certificate-chain")
                  .POST(BodyPublishers.ofString(key.pem())));
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      Path folder = home.resolve("identities").resolve(HOUSE.fresh("rolled-over"));
      return new Identity(key.store(folder, answer.text(), Files.readString(HOUSE.root())));
    }
  }

  private Path[] issued() {
    Stream<Path> services =
        Stream.of(Service.values())
            .flatMap(service ->
                Stream.of("internal", "public").map(HOUSE.home().given(service)::resolve));
    Stream<Path> others =
        Stream.of(
                "services/auth/partners",
                "pki/issued/operator/first",
                "demo/acme/tls",
                "demo/bluebird/tls")
            .map(home::resolve);
    return Stream.concat(services, others).toArray(Path[]::new);
  }

  @Test
  @DisplayName(
      "C4 the root of a running system is replaced: both are trusted, the new one issues, and the"
          + " old one is not dropped while a peer stands by it")
  void rollsOver() throws Exception {
    List<Path> trusting =
        List.of(
            home.resolve("services"),
            home.resolve("demo"),
            home.resolve("pki/issued"),
            Objects.requireNonNull(acme.certificate.folder()));
    Partner.Key key = acme.key(List.of("gifts:read"));
    String serial = serial(acme.certificate);
    Https connected = over(acme.certificate, "gift");
    assertThat(read(connected, key.secret())).isEqualTo("200");

    succeeded(anchor("add", trusting, false));
    assertThat(anchor("drop", trusting, true).exit()).as("nothing is on its way out").isNotZero();
    Said trusted =
        Eventually.answers(
            FOLLOWED,
            said -> said.exit() == 0 && !said.text().contains("not trusted"),
            () -> anchor("status", List.of(), true));
    assertThat(trusted.text()).doesNotContain("not trusted");
    assertThat(read(connected, key.secret())).isEqualTo("200");
    succeeded(anchor("switch", List.of(), true));
    String told = authorities();
    renew(issued());
    follows(told);
    Identity next = renewed(acme.certificate);
    assertThat(read(connected, key.secret())).as("by the old root still").isEqualTo("200");
    Said refused = anchor("drop", trusting, true);
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.text())
        .containsPattern("gift https://localhost:[0-9]+: [0-9]+ partner still by the old root")
        .containsPattern("auth https://localhost:[0-9]+: [0-9]+ signing-key still by the old root");
    connected.close();

    restartWithNewKeys();
    Said dropped =
        Eventually.answers(
            Duration.ofSeconds(60), said -> said.exit() == 0, () -> anchor("drop", trusting, true));
    succeeded(dropped);
    assertThat(Eventually.becomes(FOLLOWED, "000", () -> byCurl(acme.certificate, key.secret())))
        .as("no answer, but an alert")
        .isEqualTo("000");
    assertThat(fresh(next, key.secret())).isEqualTo("200");
    revoke(serial);
    issuesByAnotherCa(next, key);
  }

  /// Connections that last an hour, and keys of an hour and a quarter, end here at once.
  private static void restartWithNewKeys() throws SQLException {
    List<Service> all = List.of(Service.GIFT, Service.AUTH, Service.AUDIT);
    all.forEach(service -> HOUSE.stack().replica(service).kill9());
    try (Connection superuser = HOUSE.superuser("auth");
        Statement statement = superuser.createStatement()) {
      var _ =
          statement.execute(
              "set session_replication_role = replica; update signing_key set not_after = now()");
    }
    all.forEach(service -> HOUSE.stack().replica(service).start());
    all.forEach(service -> HOUSE.stack().replica(service).awaitReady());
  }

  /// Over a connection of its own.
  private static String fresh(Identity identity, String bearer) {
    try (Https gift = over(identity, "gift")) {
      return read(gift, bearer);
    }
  }

  /// An issuing CA is replaced without telling anybody: what it issued stays good.
  private void issuesByAnotherCa(Identity before, Partner.Key key) throws Exception {
    String ca = issuer(before);
    String told = authorities();
    succeeded(certs(List.of("issuing", "partner", "--pki", HOUSE.pki().toString())));
    renew(home.resolve("services/auth/partners"));
    Identity byCommand = HOUSE.issue("partner", acme.account, "erp");
    assertThat(issuer(byCommand)).isNotEqualTo(ca);
    follows(told);
    Identity byAuth = renewed(before);
    assertThat(issuer(byAuth)).isEqualTo(issuer(byCommand));
    for (Identity one : List.of(before, byCommand, byAuth)) {
      assertThat(fresh(one, key.secret())).isEqualTo("200");
    }
    renew(issued());
    Identity leafAlone = leafAlone(byCommand);
    assertThat(Eventually.becomes(FOLLOWED, "200", () -> byCurl(leafAlone, key.secret())))
        .as("listeners know the new CA, too")
        .isEqualTo("200");
  }

  private static String byCurl(Identity identity, String bearer) {
    List<String> line = new ArrayList<>(List.of("curl", "--silent", "--output", "/dev/null"));
    line.addAll(List.of("--write-out", "%{http_code}", "--cacert", HOUSE.root().toString()));
    line.addAll(identity.forCurl());
    line.addAll(List.of("--oauth2-bearer", bearer, HOUSE.gift + "/v1/gifts"));
    return Command.run(Repository.ROOT, line.toArray(String[]::new)).output();
  }

  /// As a client that does not send its issuing CA.
  private Identity leafAlone(Identity identity) throws IOException {
    Path folder = home.resolve("identities").resolve(HOUSE.fresh("leaf"));
    Files.createDirectories(folder);
    for (String file : List.of("tls.key", "ca.crt")) {
      Files.copy(Objects.requireNonNull(identity.folder()).resolve(file), folder.resolve(file));
    }
    String pem = Files.readString(identity.certificate());
    Files.writeString(folder.resolve("tls.crt"), pem.substring(0, pem.lastIndexOf("-----BEGIN")));
    return new Identity(folder);
  }

  /// Auth issues by another CA than it told of then.
  private static void follows(String told) {
    assertThat(Eventually.answers(FOLLOWED, now -> !now.equals(told), RolloverTest::authorities))
        .isNotEqualTo(told);
  }

  /// As auth tells of them by EST.
  private static String authorities() {
    return HOUSE.curl(Identity.NONE, HOUSE.auth + "/.well-known/est/cacerts").body();
  }

  private static String serial(Identity identity) {
    return TlsFolder.open(Objects.requireNonNull(identity.folder()), InstantSource.system())
        .own()
        .serial();
  }

  /// One of two that a client may have makes room.
  private void revoke(String serial) {
    assertThat(
            HOUSE
                .post(
                    HOUSE.operator(),
                    HOUSE.auth
                        + "/v1/accounts/%s/clients/erp/certificates/%s/revoke"
                            .formatted(acme.account, serial),
                    "{\"reason\":\"superseded\"}")
                .outcome())
        .isEqualTo("200");
  }

  private static String issuer(Identity identity) {
    try {
      String pem = Files.readString(identity.certificate());
      return pem.substring(pem.lastIndexOf("-----BEGIN")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
