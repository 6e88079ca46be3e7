package dev.giftwarden.edge.quota;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.edge.listener.Origins;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts calls in windows that begin at the same moment for everybody: those of partners whose
/// credential is proven by key, client and account, and whatever proves nothing by where it comes
/// from. A stranger takes nothing from an account, and neither does a thief: what is shown over the
/// wrong connection proves nothing.
///
/// Made when the service starts, so that a wrong setting stops it.
@Startup
@Singleton
public final class Quotas {
  private final InstantSource clock;
  private final Plans plans;
  private final Duration window;
  private final Allowance standard;
  private final Allowance enterprise;
  private final long perOrigin;
  private final Counter<String> keys;
  private final Counter<String> clients;
  private final Counter<String> accounts;
  private final Counter<Thumbprint> certificates;
  private final Counter<ByteBuffer> addresses;

  @Inject
  public Quotas(QuotaConfig config, Plans plans, InstantSource clock) {
    this.clock = clock;
    this.plans = plans;
    this.window = Window.checked(config.window());
    this.standard = Allowance.of(config.standard(), config.replicas());
    this.enterprise = Allowance.of(config.enterprise(), config.replicas());
    this.perOrigin = Allowance.share("per-address", config.perAddress(), config.replicas());
    this.keys = new Counter<>("key", window, clock);
    this.clients = new Counter<>("client", window, clock);
    this.accounts = new Counter<>("account", window, clock);
    this.certificates = new Counter<>("certificate", window, clock);
    this.addresses = new Counter<>("address", window, clock);
  }

  /// One quota of somebody.
  private record Share<K>(Counter<K> counter, K name, long quota) {
    Counter.Count take(Window window) {
      return counter.take(name, quota, window);
    }

    Counter.Count read(Window window) {
      return counter.read(name, window);
    }

    Standing standing(Counter.Count count, Window window) {
      return counter.standing(count, quota, window);
    }
  }

  /// Takes one call of whoever has proven a credential.
  public Taken take(Caller.Partner caller) {
    return take(caller.subject(), caller.account(), plans.of(caller), caller.origin());
  }

  /// Takes one call of the key's quota, and if there was one, of its client's, and then of the
  /// account's: what is asked beyond the narrower takes nothing from the others.
  ///
  /// @param origin over the certificate of the same account, or none
  Taken take(Subject.Partner subject, AccountId account, Plan plan, Origin origin) {
    Allowance allowance =
        switch (plan) {
          case STANDARD -> standard;
          case ENTERPRISE -> enterprise;
        };
    List<Share<?>> shares = new ArrayList<>();
    if (subject instanceof Subject.Key) {
      shares.add(new Share<>(keys, subject.text(), allowance.key()));
    }
    client(subject, origin)
        .ifPresent(client -> shares.add(new Share<>(clients, client.text(), allowance.client())));
    shares.add(new Share<>(accounts, account.value(), allowance.account()));
    return take(shares);
  }

  private static Optional<Subject.Client> client(Subject.Partner subject, Origin origin) {
    return switch (subject) {
      case Subject.Client client -> Optional.of(client);
      case Subject.Key _ -> origin.certificate().map(PeerCertificate::id).flatMap(Quotas::client);
    };
  }

  private static Optional<Subject.Client> client(SpiffeId holder) {
    return holder instanceof SpiffeId.Partner(String account, String client)
        ? Optional.of(new Subject.Client(new AccountId(account), new ClientId(client)))
        : Optional.empty();
  }

  /// Takes one call of where it comes from: of the certificate on the connection, or else of the
  /// address. Not of the client that the certificate names: it may be stolen, and revoked.
  public Taken takeUnproven(Origin origin) {
    return take(
        List.of(
            origin.certificate().isPresent()
                ? new Share<>(certificates, origin.certificate().get().thumbprint(), perOrigin)
                : new Share<>(addresses, Origins.of(origin.address()), perOrigin)));
  }

  private Taken take(List<Share<?>> shares) {
    Window now = Window.now(window, clock);
    List<Standing> standings = new ArrayList<>();
    boolean admitted = true;
    boolean firstBeyond = false;
    for (Share<?> share : shares) {
      Counter.Count count = admitted ? share.take(now) : share.read(now);
      if (admitted && !count.admitted()) {
        admitted = false;
        firstBeyond = count.firstBeyond();
      }
      standings.add(share.standing(count, now));
    }
    return new Taken(admitted, firstBeyond, standings);
  }
}
