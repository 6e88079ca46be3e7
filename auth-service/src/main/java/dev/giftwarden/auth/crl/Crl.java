package dev.giftwarden.auth.crl;

import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.certs.crl.RevocationList;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The list of revoked certificates of partners, as whoever asks gets it: the same bytes from every
/// replica. It is made when something was revoked since, and again halfway to its end.
@Singleton
class Crl {
  /// As old as what is served may be; strangers cost the database one look in that time.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final CrlTable table;
  private final PartnerCa ca;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Served served;

  Crl(CrlTable table, PartnerCa ca, InstantSource clock) {
    this.table = table;
    this.ca = ca;
    this.clock = clock;
  }

  /// @param number also its entity tag
  /// @param der not to be changed
  record Served(long number, Instant madeAt, byte[] der, Instant lookedAt) {
    boolean isOf(Instant now) {
      return Duration.between(lookedAt, now).abs().compareTo(LOOK_EVERY) < 0;
    }
  }

  /// While one asks the database, the others are served what there is.
  Served current() {
    var known = served;
    if (known != null && (known.isOf(clock.instant()) || !lock.tryLock())) {
      return known;
    }
    if (known == null) {
      lock.lock();
    }
    try {
      var looked = look(served, clock.instant());
      served = looked;
      return looked;
    } finally {
      lock.unlock();
    }
  }

  private Served look(@Nullable Served known, Instant now) {
    if (known != null && known.isOf(now)) {
      return known;
    }
    var head = upToDate(now.truncatedTo(ChronoUnit.SECONDS));
    if (known != null && known.number() == head.number()) {
      return new Served(known.number(), known.madeAt(), known.der(), now);
    }
    var list = table.list();
    return new Served(list.number(), list.madeAt(), list.der(), now);
  }

  private CrlTable.Head upToDate(Instant now) {
    var head = table.head();
    var issuer = Thumbprint.of(ca.certificate()).value();
    boolean due =
        head.madeOf() < head.changed()
            || !head.issuer().equals(issuer)
            || !now.isBefore(head.madeAt().plus(RevocationList.VALID_FOR.dividedBy(2)));
    if (!due) {
      return head;
    }
    var next = new CrlTable.Head(head.changed(), head.number() + 1, head.changed(), issuer, now);
    var entries = table.entries();
    byte[] der =
        ca.sign((certificate, key) ->
            RevocationList.sign(certificate, key, BigInteger.valueOf(next.number()), now, entries));
    table.replace(next, der);
    return table.head();
  }
}
