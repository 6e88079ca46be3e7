package dev.giftwarden.auth.crl;

import dev.giftwarden.certs.crl.RevocationList;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/// The one list of all replicas, and what it is made of.
@ApplicationScoped
class CrlTable {
  private static final String HEAD =
      """
      select changed, number, made_of, coalesce(issuer, '') as issuer,
        coalesce(made_at, 'epoch'::timestamptz) as made_at
      from partner_crl
      """;

  private static final String LIST = "select number, made_at, der from partner_crl";

  /// A certificate stays on it until a list was made behind its end (RFC 5280, section 3.3).
  private static final String ENTRIES =
      """
      select serial, revoked_at,
        case reason
          when 'keyCompromise' then 1
          when 'cACompromise' then 2
          when 'affiliationChanged' then 3
          when 'superseded' then 4
          when 'cessationOfOperation' then 5
          when 'privilegeWithdrawn' then 9
          else 0
        end as code
      from revoked_certificate
      where kind = 'partner' and not_after > now() - interval '1 day'
      """;

  private static final String REPLACE =
      """
      update partner_crl
      set number = :number, made_of = :made_of, issuer = :issuer, made_at = :made_at, der = :der
      where number = :number - 1
      """;

  private final Database database;

  CrlTable(Database database) {
    this.database = database;
  }

  /// @param changed how often something was revoked
  /// @param madeOf what that was when the list was made
  /// @param issuer thumbprint of the CA that signed it; empty before the first
  record Head(long changed, long number, long madeOf, String issuer, Instant madeAt) {}

  record Made(long number, Instant madeAt, byte[] der) {}

  Head head() {
    return database
        .sql(HEAD)
        .only(row ->
            new Head(
                row.number("changed"),
                row.number("number"),
                row.number("made_of"),
                row.text("issuer"),
                row.instant("made_at")));
  }

  Made list() {
    return database
        .sql(LIST)
        .only(row -> new Made(row.number("number"), row.instant("made_at"), row.bytes("der")));
  }

  List<RevocationList.Entry> entries() {
    return database
        .sql(ENTRIES)
        .list(row ->
            new RevocationList.Entry(
                new BigInteger(row.text("serial"), 16),
                row.instant("revoked_at"),
                (int) row.number("code")));
  }

  /// Does nothing if another replica has made that number before.
  void replace(Head made, byte[] der) {
    database
        .sql(REPLACE)
        .set("number", made.number())
        .set("made_of", made.madeOf())
        .set("issuer", made.issuer())
        .set("made_at", made.madeAt())
        .set("der", der)
        .update();
  }
}
