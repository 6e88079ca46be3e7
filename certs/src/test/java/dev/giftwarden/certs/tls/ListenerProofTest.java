package dev.giftwarden.certs.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.ListenerProof.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerProofTest {
  @TempDir static Path temp;
  static TlsFolder gift;
  static TlsFolder other;

  @BeforeAll
  static void makeCertificates() {
    Pki pki = Pki.init(temp.resolve("pki"), InstantSource.system());
    pki.issueService("gift", List.of("localhost"), temp.resolve("gift"));
    pki.issueService("gift", List.of("localhost"), temp.resolve("other"));
    gift = TlsFolder.open(temp.resolve("gift"), InstantSource.system());
    other = TlsFolder.open(temp.resolve("other"), InstantSource.system());
  }

  @Test
  @DisplayName("a listener that shows its certificate each time is proven")
  void proves() throws IOException {
    try (Listener listener = new Listener(gift.keyManager(), null)) {
      assertThat(ListenerProof.asStranger(gift).against(listener.address()))
          .isEqualTo(new Outcome.Proven());
    }
    var services = gift.trustingClients(Set.of(Kind.SERVICE));
    try (Listener listener = new Listener(gift.keyManager(), services)) {
      assertThat(ListenerProof.asItself(gift).against(listener.address()))
          .isEqualTo(new Outcome.Proven());
    }
  }

  @Test
  @DisplayName("a listener of a JVM without our switch resumes sessions, and is found out")
  void findsResumption() throws IOException {
    Process withoutSwitch =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Listener.class.getName(),
                temp.resolve("gift").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = withoutSwitch.inputReader()) {
      int port = Integer.parseInt(out.readLine());
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      assertThat(ListenerProof.asStranger(gift).against(address))
          .isEqualTo(new Outcome.Failed("resumed a TLS session"));
    } finally {
      withoutSwitch.destroy();
    }
  }

  @Test
  @DisplayName("a listener that serves another certificate than the folder's is found out")
  void findsAnotherCertificate() throws IOException {
    try (Listener listener = new Listener(other.keyManager(), null)) {
      assertThat(ListenerProof.asStranger(gift).against(listener.address()))
          .isEqualTo(new Outcome.Failed("serves another certificate than the folder holds"));
    }
  }

  @Test
  @DisplayName("a port where nobody listens is found out")
  void findsNobody() throws IOException {
    InetSocketAddress gone;
    try (Listener listener = new Listener(gift.keyManager(), null)) {
      gone = listener.address();
    }
    assertThat(ListenerProof.asStranger(gift).against(gone)).isInstanceOf(Outcome.Failed.class);
  }
}
