package dev.giftwarden.certs.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.path.Voucher;
import dev.giftwarden.certs.root.RootRollover;
import dev.giftwarden.certs.tls.LivePeers.Group;
import dev.giftwarden.certs.tls.LivePeers.Side;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePeersTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path temp;
  Pki pki;
  TlsFolder gift;
  TlsFolder partner;

  @BeforeEach
  void issue() {
    pki = Pki.init(temp.resolve("pki"), CLOCK);
    pki.issueService("gift", List.of("localhost"), temp.resolve("gift"));
    pki.issuePartner("acme", "erp", temp.resolve("partner"));
    gift = TlsFolder.open(temp.resolve("gift"), CLOCK);
    partner = TlsFolder.open(temp.resolve("partner"), CLOCK);
  }

  private static long count(X509Certificate root, Side side) {
    var group = new Group(LivePeers.name(root), side);
    return LivePeers.ofProcess().count().getOrDefault(group, 0L);
  }

  /// Two engines that have shaken hands in memory, and hold each other's last words.
  private record Pair(SSLEngine client, SSLEngine server) {
    static Pair of(TlsFolder shown, TlsFolder listener) {
      SSLEngine client =
          Tls13.context(shown.keyManager(), listener.trustingServer(new SpiffeId.Service("gift")))
              .createSSLEngine("localhost", 443);
      SSLParameters named = client.getSSLParameters();
      named.setEndpointIdentificationAlgorithm("HTTPS");
      client.setSSLParameters(named);
      client.setUseClientMode(true);
      SSLEngine server =
          Tls13.context(listener.keyManager(), listener.trustingClients(Set.of(Kind.values())))
              .createSSLEngine();
      server.setUseClientMode(false);
      server.setNeedClientAuth(true);
      assertThat(Handshake.between(client, server)).isEmpty();
      return new Pair(client, server);
    }

    /// As Netty does it when a connection is gone without a word.
    void lose() {
      for (SSLEngine engine : List.of(client, server)) {
        engine.closeOutbound();
        try {
          engine.closeInbound();
        } catch (SSLException _) { // no farewell was received
        }
      }
    }
  }

  @Test
  @DisplayName("C4 a connection counts at both ends by the root behind the other, until it ends")
  void countsWhatStands() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      pairs.add(Pair.of(partner, gift));
    }
    assertThat(count(pki.root(), Side.PARTNER)).isEqualTo(3);
    assertThat(count(pki.root(), Side.SERVER)).isEqualTo(3);
    assertThat(count(pki.root(), Side.SERVICE)).isZero();
    pairs.getFirst().lose();
    assertThat(count(pki.root(), Side.PARTNER)).isEqualTo(2);
    assertThat(count(pki.root(), Side.SERVER)).isEqualTo(2);
    pairs.forEach(Pair::lose);
    assertThat(count(pki.root(), Side.PARTNER)).isZero();
    assertThat(count(pki.root(), Side.SERVER)).isZero();
  }

  @Test
  @DisplayName("C4 a connection over a socket counts until it is closed")
  void countsSockets() throws IOException {
    try (Listener listener =
            new Listener(gift.keyManager(), gift.trustingClients(Set.of(Kind.PARTNER)));
        Socket plain = new Socket()) {
      plain.connect(listener.address());
      var sockets =
          Tls13.context(partner.keyManager(), gift.trustingServer(new SpiffeId.Service("gift")))
              .getSocketFactory();
      try (var socket = (SSLSocket) sockets.createSocket(plain, "localhost", 443, true)) {
        assertThat(socket.getInputStream().read()).isEqualTo('!');
        assertThat(count(pki.root(), Side.SERVER)).isEqualTo(1);
        assertThat(count(pki.root(), Side.PARTNER)).isEqualTo(1);
      }
      assertThat(count(pki.root(), Side.SERVER)).isZero();
      long end = System.nanoTime() + SOON.toNanos();
      while (count(pki.root(), Side.PARTNER) > 0 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(count(pki.root(), Side.PARTNER)).isZero();
    }
  }

  @Test
  @DisplayName("C4 what was connected before a new root came still counts to the old one")
  void countsOldConnections() {
    Pair before = Pair.of(partner, gift);
    X509Certificate old = pki.root();
    RootRollover rollover = RootRollover.in(temp.resolve("pki"), CLOCK);
    X509Certificate next = rollover.add();
    rollover.issueUnderNext();
    pki.renew(temp.resolve("gift"));
    pki.renew(temp.resolve("partner"));
    gift.reload();
    partner.reload();
    Pair after = Pair.of(partner, gift);
    assertThat(count(old, Side.PARTNER)).isEqualTo(1);
    assertThat(count(next, Side.PARTNER)).isEqualTo(1);
    before.lose();
    assertThat(count(old, Side.PARTNER)).isZero();
    after.lose();
    assertThat(count(next, Side.PARTNER)).isZero();
  }

  @Test
  @DisplayName("C4 a chain that leads to two roots needs the one that lasts longer")
  void lastingRoot() {
    List<X509Certificate> chain = partner.chain();
    assertThat(Voucher.of(chain, List.of(pki.root()))).contains(pki.root());
    Pki stranger = Pki.init(temp.resolve("stranger"), CLOCK);
    assertThat(Voucher.of(chain, List.of(stranger.root(), pki.root()))).contains(pki.root());
    assertThat(Voucher.of(chain.subList(0, 1), List.of(pki.root(), chain.getLast())))
        .contains(pki.root());
    assertThat(Voucher.of(chain.subList(0, 1), List.of(pki.root()))).isEmpty();
  }
}
