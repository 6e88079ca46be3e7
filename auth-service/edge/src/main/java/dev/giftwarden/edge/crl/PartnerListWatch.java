package dev.giftwarden.edge.crl;

import dev.giftwarden.certs.crl.ListFile;
import dev.giftwarden.certs.crl.ListFile.State;
import dev.giftwarden.certs.crl.SignedList;
import dev.giftwarden.certs.quarkus.Rotation;
import dev.giftwarden.edge.watching.UsedCertificate;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/// Looks at the list when the folders of certificates are looked at, and says loudly what it is
/// worth: in the log when that changes, in readiness, and as metrics.
///
/// Unready is who needs it, because there is no feed, and cannot use it: who has a feed serves.
@Startup
@Readiness
@Singleton
class PartnerListWatch implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(PartnerListWatch.class);

  private final PartnerList list;
  private String told = "";

  PartnerListWatch(
      PartnerList list, Rotation rotation, MeterRegistry metrics, InstantSource clock) {
    this.list = list;
    list.file()
        .ifPresent(file -> {
          new UsedCertificate("partners-crl", () -> life(file), Optional::empty)
              .meter(metrics, clock);
          tell(file.state());
          rotation.afterEachLook(() -> {
            file.look();
            tell(file.state());
          });
        });
  }

  private static Optional<UsedCertificate.Life> life(ListFile file) {
    return file.list().map(list -> new UsedCertificate.Life(list.made(), list.next()));
  }

  /// At the start and by one thread from then on.
  private void tell(State state) {
    String now = text(state);
    if (!now.equals(told)) {
      told = now;
      if (state instanceof State.Fresh) {
        LOG.infof("The list of partners' revoked certificates is %s.", now);
      } else {
        LOG.errorf(
            "The list of partners' revoked certificates is %s: without the trust feed no partner's"
                + " certificate is accepted.",
            now);
      }
    }
  }

  private static String text(State state) {
    return switch (state) {
      case State.Absent() -> "absent";
      case State.Fresh(SignedList list) -> "fresh until " + list.next();
      case State.Stale(SignedList list) -> "stale: it is of " + list.made() + " to " + list.next();
      case State.Refused(String why) -> "refused: " + why;
    };
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("partners-crl");
    Optional<State> state = list.file().map(ListFile::state);
    state.ifPresent(now -> answer.withData("list", text(now)));
    boolean missed = state.filter(now -> !(now instanceof State.Fresh)).isPresent();
    return answer.status(!(missed && list.hasNoFeed())).build();
  }
}
