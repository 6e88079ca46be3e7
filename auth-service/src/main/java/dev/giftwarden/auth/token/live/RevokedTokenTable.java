package dev.giftwarden.auth.token.live;

import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/// What the database knows of a token that lives.
@ApplicationScoped
class RevokedTokenTable {
  private static final String LOCK = "select number from trust_head for update";

  /// By the index of these alone.
  private static final String IS_REVOKED =
      "select 1 from trust_change where subject = :subject and subject like 'token:%'";

  private static final String BOUND_TO_REVOKED =
      """
      select 1 from certificate c join revoked_certificate r on r.serial = c.serial
      where c.thumbprint = :thumbprint
      """;

  private final Database database;
  private final TrustTable trust;

  RevokedTokenTable(Database database, TrustTable trust) {
    this.database = database;
    this.trust = trust;
  }

  /// Kills a token, from the commit of the caller's transaction on. Under the lock of the feed's
  /// number, so that of two that come at once the second sees the first, at whichever replica.
  ///
  /// @return whether it was not revoked before
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean enter(String tokenId) {
    var subject = TokenClaims.revocationSubject(tokenId);
    var _ = database.sql(LOCK).only(row -> row.number("number"));
    if (database.sql(IS_REVOKED).set("subject", subject).first(_ -> true).isPresent()) {
      return false;
    }
    trust.raise(subject, 1);
    return true;
  }

  /// Whether a certificate of the inventory is revoked.
  boolean isRevoked(Thumbprint certificate) {
    return database
        .sql(BOUND_TO_REVOKED)
        .set("thumbprint", certificate.value())
        .first(_ -> true)
        .isPresent();
  }
}
