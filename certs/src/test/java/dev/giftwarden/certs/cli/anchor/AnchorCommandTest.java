package dev.giftwarden.certs.cli.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.ChainCheck.Outcome;
import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.cli.CertsCommand;
import dev.giftwarden.certs.tls.LivePeers;
import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The steps of a roll-over, with services that say what a test has them say.
class AnchorCommandTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final List<String> SERVICES = List.of("auth", "gift", "audit");

  @TempDir Path temp;
  Path folders;
  Pki pki;
  TlsFolder gift;

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void issue() {
    folders = temp.resolve("services");
    pki = Pki.init(temp.resolve("pki"), CLOCK);
    pki.issueService("gift", List.of("localhost"), folders.resolve("gift/internal"));
    pki.issueDatabaseRole("gift", folders.resolve("gift/database/gift"));
    pki.issuePartner("acme", "erp", temp.resolve("partner"));
    gift = TlsFolder.open(folders.resolve("gift/internal"), CLOCK);
  }

  private Result anchor(String step, String... more) {
    List<String> line = new ArrayList<>(List.of("anchor", step, "--pki", temp + "/pki"));
    line.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        CertsCommand.commandLine(CLOCK)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(line.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  /// The options that name each service's metrics.
  private String[] scraped() {
    return SERVICES.stream()
        .flatMap(service -> List.of("--scraped", service + "=" + temp.resolve(service)).stream())
        .toArray(String[]::new);
  }

  private void says(String service, String... lines) throws IOException {
    Files.writeString(temp.resolve(service), String.join("\n", lines) + "\n");
  }

  private static String line(X509Certificate root, String kind, int needed) {
    return "giftwarden_peers_anchored{anchor=\"%s\",kind=\"%s\"} %d.0"
        .formatted(LivePeers.name(root), kind, needed);
  }

  private void allTrust(X509Certificate... roots) throws IOException {
    List<String> lines = new ArrayList<>(List.of("# TYPE giftwarden_peers_anchored gauge"));
    for (X509Certificate root : roots) {
      for (String kind : List.of("service", "server", "partner")) {
        lines.add(line(root, kind, 0));
      }
    }
    for (String service : SERVICES) {
      says(service, lines.toArray(String[]::new));
    }
  }

  private static Outcome asPartner(TlsFolder listener, Path credentials) throws IOException {
    var chain = Pem.certificates(CredentialFolder.read(credentials).certificate());
    return new ChainCheck(listener.roots(), Set.of(Kind.PARTNER), ChainCheck.Use.CLIENT)
        .check(chain, CLOCK.instant());
  }

  @Test
  @DisplayName("C4 old, both, reissue, drop: refused while anybody stands by the old root")
  void rollsOver() throws IOException {
    X509Certificate old = pki.root();
    Path partner = temp.resolve("partner");

    Result added = anchor("add", folders.toString());
    assertThat(added.code()).as(added.err()).isZero();
    X509Certificate next = pki.roots().getLast();
    assertThat(added.out()).contains("giftwarden-roots", LivePeers.name(next));
    assertThat(gift.reload()).isInstanceOf(TlsFolder.Reload.Rotated.class);
    assertThat(gift.roots()).containsExactlyInAnyOrder(old, next);
    assertThat(anchor("add").code()).isEqualTo(1);

    allTrust(old);
    Result early = anchor("switch", scraped());
    assertThat(early.code()).isEqualTo(1);
    assertThat(early.err()).contains("auth", "gift", "audit", "does not trust");
    assertThat(anchor("drop", scraped()).code()).isEqualTo(1);

    allTrust(old, next);
    says("gift", line(next, "service", 0), line(next, "server", 0));
    assertThat(anchor("status", scraped()).out()).contains("  not trusted for partner\n");
    Result inPart = anchor("switch", scraped());
    assertThat(inPart.code()).isEqualTo(1);
    assertThat(inPart.err()).contains("gift", "does not trust").doesNotContain("auth", "audit");

    allTrust(old, next);
    assertThat(anchor("switch", scraped()).code()).isZero();
    assertThat(asPartner(gift, partner)).isInstanceOf(ChainCheck.Accepted.class);
    pki.renew(folders.resolve("gift/internal"));
    gift.reload();
    assertThat(gift.roots()).containsExactlyInAnyOrder(next, old);

    says("gift", line(next, "partner", 4), line(old, "partner", 2), line(old, "signing-key", 1));
    Result refused = anchor("drop", scraped());
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("gift", "2 partner", "1 signing-key", LivePeers.name(old))
        .doesNotContain("auth ", "4 partner");
    assertThat(pki.roots()).containsExactly(next, old);
    assertThat(anchor("status", scraped()).out())
        .contains("2 partner, 1 signing-key", "4 partner", "nothing");

    allTrust(old, next);
    Path renewed = temp.resolve("renewed");
    pki.issuePartner("acme", "erp", renewed);
    Result dropped = anchor("drop", concat(scraped(), folders.toString()));
    assertThat(dropped.code()).as(dropped.err()).isZero();
    assertThat(pki.roots()).containsExactly(next);
    gift.reload();
    assertThat(gift.roots()).containsExactlyInAnyOrder(next);
    assertThat(asPartner(gift, partner))
        .isEqualTo(new ChainCheck.Refused(List.of(ChainCheck.Reason.UNTRUSTED)));
    assertThat(asPartner(gift, renewed)).isInstanceOf(ChainCheck.Accepted.class);
  }

  @Test
  @DisplayName("C4 the root of the database is another PKI's and stays as it is")
  void leavesOthersAlone() throws IOException {
    Path role = folders.resolve("gift/database/gift");
    String before = CredentialFolder.read(role).trusted();
    assertThat(anchor("add", folders.toString()).out()).doesNotContain(role.toString());
    assertThat(CredentialFolder.read(role).trusted()).isEqualTo(before);
  }

  @Test
  @DisplayName("C4 a service that was not asked, or says nothing, is no reason to drop")
  void asksEverybody() throws IOException {
    X509Certificate old = pki.root();
    assertThat(anchor("add").code()).isZero();
    allTrust(old, pki.roots().getLast());
    assertThat(anchor("switch", scraped()).code()).isZero();
    Result one = anchor("drop", "--scraped", "auth=" + temp.resolve("auth"));
    assertThat(one.code()).isEqualTo(1);
    assertThat(one.err()).contains("missing: audit, gift");
    says("gift", "up 1");
    assertThat(anchor("drop", scraped()).code()).isEqualTo(1);
    Files.delete(temp.resolve("gift"));
    assertThat(anchor("drop", scraped()).code()).isEqualTo(1);
    assertThat(pki.roots()).contains(old);
  }

  @Test
  @DisplayName(
      "C4 an issuing CA is replaced under the same root, and both its generations are good")
  void replacesIssuing() throws IOException {
    Path before = temp.resolve("partner");
    int code =
        CertsCommand.commandLine(CLOCK).execute("issuing", "partner", "--pki", temp + "/pki");
    assertThat(code).isZero();
    Path after = temp.resolve("after");
    pki.issuePartner("acme", "erp", after);
    assertThat(issuer(after)).isNotEqualTo(issuer(before));
    assertThat(asPartner(gift, before)).isInstanceOf(ChainCheck.Accepted.class);
    assertThat(asPartner(gift, after)).isInstanceOf(ChainCheck.Accepted.class);
    assertThat(pki.renew(before)).isNotNull();
    assertThat(issuer(before)).isEqualTo(issuer(after));
  }

  private static X509Certificate issuer(Path credentials) throws IOException {
    return Pem.certificates(CredentialFolder.read(credentials).certificate()).getLast();
  }

  private static String[] concat(String[] first, String last) {
    List<String> all = new ArrayList<>(List.of(first));
    all.add(last);
    return all.toArray(String[]::new);
  }
}
