package dev.giftwarden.edge.watching;

import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.path.SentChain;
import dev.giftwarden.certs.path.Voucher;
import dev.giftwarden.certs.quarkus.DatabaseCertificates;
import dev.giftwarden.certs.quarkus.InternalTls;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.certs.quarkus.Rotation;
import dev.giftwarden.certs.quarkus.TlsConfig;
import dev.giftwarden.certs.tls.LivePeers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What each root is still needed for in this process. A root that is trusted has its series, at 0
/// too: so `certs/run anchor` knows who believes a new root, and when nobody needs the old one.
@Startup
@Singleton
class AnchorGauges {
  private static final String SIGNING_KEY = "signing-key";

  private final InternalTls internal;
  private final PublicTls edge;
  private final DatabaseCertificates database;
  private final TlsConfig config;
  private final TrustState trust;
  private final MultiGauge gauge;

  AnchorGauges(
      MeterRegistry metrics,
      Rotation rotation,
      InternalTls internal,
      PublicTls edge,
      DatabaseCertificates database,
      TlsConfig config,
      TrustState trust) {
    this.internal = internal;
    this.edge = edge;
    this.database = database;
    this.config = config;
    this.trust = trust;
    this.gauge =
        MultiGauge.builder("giftwarden_peers_anchored")
            .description("Connections, and live signing keys, that stand by this root")
            .register(metrics);
    rotation.afterEachLook(this::update);
    update();
  }

  private void update() {
    Map<Tags, Long> needed = new TreeMap<>(AnchorGauges::compare);
    trusted(needed);
    LivePeers.ofProcess()
        .count()
        .forEach((group, many) -> needed.put(tags(group.anchor(), word(group.side())), many));
    for (var chain : trust.signingKeyChains()) {
      Voucher.of(chain, internal.folder().trusted())
          .ifPresent(root -> needed.merge(tags(LivePeers.name(root), SIGNING_KEY), 1L, Long::sum));
    }
    gauge.register(
        needed.entrySet().stream()
            .map(each -> MultiGauge.Row.of(each.getKey(), each.getValue()))
            .toList(),
        true);
  }

  private void trusted(Map<Tags, Long> needed) {
    Collection<X509Certificate> inside = internal.folder().roots();
    none(needed, inside, word(LivePeers.Side.SERVICE));
    none(needed, inside, word(LivePeers.Side.SERVER));
    none(needed, inside, SIGNING_KEY);
    for (Kind kind : config.publicKinds()) {
      none(needed, edge.folder().roots(), kind.name().toLowerCase(Locale.ROOT));
    }
    none(needed, database.roots(), word(LivePeers.Side.DATABASE));
  }

  private static void none(Map<Tags, Long> needed, Collection<X509Certificate> in, String kind) {
    in.stream()
        .filter(SentChain::isSelfIssued)
        .forEach(root -> needed.put(tags(LivePeers.name(root), kind), 0L));
  }

  private static Tags tags(String anchor, String kind) {
    return Tags.of("anchor", anchor, "kind", kind);
  }

  private static int compare(Tags one, Tags other) {
    return one.toString().compareTo(other.toString());
  }

  private static String word(LivePeers.Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }
}
