package dev.giftwarden.acceptance.doors;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.certs.Pki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One good certificate, and the ways to come with almost that: some by the PKI at a wrong moment,
/// some by openssl, which makes what our own code refuses to make.
///
/// @param holder whose certificate it would be
/// @param folder for what is made
record Forgery(House house, Holder holder, Path folder) {

  interface Issue {
    void by(Pki pki, Path out);
  }

  /// @param subject as openssl takes it
  /// @param id the SPIFFE id that is copied
  /// @param ca that issues for this holder
  /// @param otherCa that must not
  record Holder(String subject, String id, String ca, String otherCa, Issue issue) {

    static Holder partner(String account, String client) {
      return new Holder(
          "/CN=a partner",
          "spiffe://partners.giftwarden.example/account/%s/client/%s".formatted(account, client),
          "partners",
          "services",
          (pki, out) -> pki.issuePartner(account, client, out));
    }

    static Holder service(String name) {
      return new Holder(
          "/CN=" + name,
          "spiffe://services.giftwarden.example/" + name,
          "services",
          "partners",
          (pki, out) -> pki.issueService(name, List.of("localhost"), out));
    }

    /// A service's certificate in all but its CA: PostgreSQL looks at the common name alone.
    static Holder role(String name) {
      return new Holder(
          "/CN=" + name,
          "spiffe://services.giftwarden.example/" + name,
          "database",
          "services",
          (pki, out) -> pki.issueDatabaseRole(name, out));
    }
  }

  /// By the name of what is wrong with them.
  Map<String, Identity> all() {
    Instant now = Instant.now();
    Pki foreign = Pki.init(folder.resolve("foreign-pki"), InstantSource.fixed(now));
    Map<String, Identity> made = new LinkedHashMap<>();
    made.put("none", Identity.NONE);
    made.put("another root's", by(foreign, "foreign"));
    made.put("expired", by(at(now.minus(Duration.ofDays(91))), "expired"));
    made.put("not yet valid", by(at(now.plus(Duration.ofDays(1))), "future"));
    made.put("self-signed", selfSigned("plain", "-newkey rsa:2048"));
    String copied = "-newkey rsa:2048 -addext subjectAltName=URI:" + holder.id();
    made.put("self-signed with its id", selfSigned("copy", copied));
    made.put("for servers only", signed("server", holder.ca(), "serverAuth"));
    made.put("another issuing CA's", signed("other", holder.otherCa(), "clientAuth"));
    made.put("right", by(at(now), "right"));
    String alone = "cp ../right/tls.key . ; openssl x509 -in ../right/tls.crt -out tls.crt";
    made.put("right, its leaf alone", script("alone", alone));
    return made;
  }

  /// One of [#all], which has to be there.
  static Identity named(String name, Map<String, Identity> all) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private Pki at(Instant moment) {
    return Pki.open(house.pki(), InstantSource.fixed(moment));
  }

  private Identity by(Pki pki, String name) {
    holder.issue().by(pki, folder.resolve(name));
    return new Identity(folder.resolve(name));
  }

  private Identity selfSigned(String name, String options) {
    return script(
        name,
        "openssl req -x509 %s -nodes -keyout tls.key -out tls.crt -days 1 -subj '%s'"
            .formatted(options, holder.subject()));
  }

  private Identity signed(String name, String ca, String use) {
    return script(
        name,
        """
        openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out tls.key
        openssl req -new -key tls.key -subj '%1$s' -out csr
        printf 'basicConstraints=critical,CA:FALSE\\nkeyUsage=critical,digitalSignature\\n\
        extendedKeyUsage=%2$s\\nsubjectAltName=URI:%3$s\\n' > extensions
        openssl x509 -req -in csr -CA %4$s/ca.crt -CAkey %4$s/ca.key -set_serial 4711 -days 1 \
          -extfile extensions -out leaf.crt
        cat leaf.crt %4$s/ca.crt > tls.crt
        """
            .formatted(holder.subject(), use, holder.id(), house.pki().resolve(ca)));
  }

  private Identity script(String name, String commands) {
    Path made = folder.resolve(name);
    Command.run(folder, "bash", "-c", "set -e; mkdir %s; cd %1$s; %s".formatted(made, commands))
        .succeeded();
    return new Identity(made);
  }
}
