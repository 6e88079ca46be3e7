package dev.giftwarden.certs.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder.Reload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFolderTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path temp;
  Pki pki;
  Path folder;
  TlsFolder tls;
  final AtomicInteger rotations = new AtomicInteger();

  @BeforeEach
  void open() {
    pki = Pki.init(temp.resolve("pki"), CLOCK);
    folder = temp.resolve("gift");
    pki.issueService("gift", List.of("localhost"), folder);
    tls = TlsFolder.open(folder, CLOCK);
    tls.onRotation(rotations::incrementAndGet);
  }

  @Test
  @DisplayName("the same content under new times and names is no rotation")
  void comparesContent() throws IOException {
    for (String name : List.of("tls.crt", "tls.key", "ca.crt")) {
      Path copy = temp.resolve("copy").resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(folder.resolve(name), copy);
      Files.delete(folder.resolve(name));
      Files.move(copy, folder.resolve(name));
    }
    assertThat(tls.reload()).isEqualTo(new Reload.Unchanged());
    assertThat(rotations).hasValue(0);
  }

  @Test
  @DisplayName("a new pair is used at once and told once")
  void rotates() {
    X509Certificate next = pki.renew(folder);
    assertThat(tls.reload()).isEqualTo(new Reload.Rotated(tls.own()));
    assertThat(tls.chain().getFirst()).isEqualTo(next);
    assertThat(tls.reload()).isEqualTo(new Reload.Unchanged());
    assertThat(rotations).hasValue(1);
  }

  @Test
  @DisplayName("a handshake that chose before a rotation ends with the pair it chose")
  void keepsChosenPair() {
    var keys = tls.keyManager();
    X509Certificate old = tls.chain().getFirst();
    String alias = keys.chooseEngineServerAlias("EC", null, null);
    pki.renew(folder);
    tls.reload();
    assertThat(keys.getCertificateChain(alias)[0]).isEqualTo(old);
    assertThat(keys.getPrivateKey(alias)).isNotEqualTo(tls.privateKey());
    assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNotEqualTo(alias);
    assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
  }

  @Test
  @DisplayName("a half-written pair is kept out and told, and the old one stays in use")
  void keepsOutHalfWritten() throws IOException {
    var old = tls.own();
    pki.issueService("gift", List.of("localhost"), temp.resolve("next"));
    Files.delete(folder.resolve("..data").resolve("tls.crt"));
    Files.copy(
        temp.resolve("next").resolve("tls.crt").toRealPath(),
        folder.resolve("..data").resolve("tls.crt"));
    assertThat(tls.reload()).isInstanceOf(Reload.Broken.class);
    assertThat(tls.fault().orElseThrow()).contains("tls.key is not the key of the certificate");
    assertThat(tls.own()).isEqualTo(old);
    assertThat(rotations).hasValue(0);
    pki.issueService("gift", List.of("localhost"), folder);
    assertThat(tls.reload()).isInstanceOf(Reload.Rotated.class);
    assertThat(tls.fault()).isEmpty();
  }

  @Test
  @DisplayName("a folder that vanished, an empty file and a foreign chain are kept out")
  void keepsOutBroken() throws IOException {
    Path certificate = folder.resolve("..data").resolve("tls.crt");
    String good = Files.readString(certificate);
    Files.writeString(certificate, "");
    assertThat(tls.reload()).isInstanceOf(Reload.Broken.class);
    Files.writeString(certificate, good);
    Files.writeString(
        folder.resolve("..data").resolve("ca.crt"),
        Files.readString(temp.resolve("pki/database/ca.crt")));
    assertThat(tls.reload()).isInstanceOf(Reload.Broken.class);
    assertThat(tls.fault().orElseThrow()).contains("does not lead to a root");
    Files.delete(folder.resolve("..data"));
    assertThat(tls.reload()).isInstanceOf(Reload.Broken.class);
  }

  @Test
  @DisplayName("C1 a ca.crt that holds no root, only a CA below one, is kept out")
  void needsARoot() throws IOException {
    Files.writeString(
        folder.resolve("..data").resolve("ca.crt"),
        Files.readString(temp.resolve("pki/services/ca.crt")));
    assertThat(tls.reload()).isInstanceOf(Reload.Broken.class);
    assertThat(tls.fault().orElseThrow()).contains("ca.crt holds no root");
  }

  @Test
  @DisplayName("C1 an issuing CA in ca.crt is shown behind a leaf that came alone, and no anchor")
  void completesItself() throws IOException {
    Path certificate = folder.resolve("..data").resolve("tls.crt");
    X509Certificate leaf = tls.chain().getFirst();
    Files.writeString(certificate, Pem.encode(leaf));
    assertThat(tls.reload()).isInstanceOf(Reload.Rotated.class);
    assertThat(tls.chain()).hasSize(2).startsWith(leaf);
    assertThat(tls.roots()).containsExactly(pki.root());
    assertThat(tls.trusted()).hasSize(4);
  }

  @Test
  @DisplayName("a folder that is a link into a volume is swapped with it")
  void followsAVolume() throws IOException {
    Path volume = temp.resolve("volume");
    pki.issueService("gift", List.of("localhost"), volume.resolve("..1/gift"));
    Files.createSymbolicLink(volume.resolve("..data"), Path.of("..1"));
    Path link = Files.createSymbolicLink(volume.resolve("gift"), Path.of("..data/gift"));
    TlsFolder linked = TlsFolder.open(link, CLOCK);
    X509Certificate next =
        pki.issueService("gift", List.of("localhost"), volume.resolve("..2/gift"));
    Files.delete(volume.resolve("..data"));
    Files.createSymbolicLink(volume.resolve("..data"), Path.of("..2"));
    assertThat(linked.reload()).isInstanceOf(Reload.Rotated.class);
    assertThat(linked.chain().getFirst()).isEqualTo(next);
  }

  @Test
  @DisplayName("a folder that is not whole at start stops the start with one line")
  void refusesToOpen() {
    Path expired = temp.resolve("expired");
    Pki.open(temp.resolve("pki"), InstantSource.offset(CLOCK, Duration.ofHours(-25)))
        .issueService("gift", List.of("localhost"), expired);
    assertThatThrownBy(() -> TlsFolder.open(expired, CLOCK))
        .hasMessage(expired + ": tls.crt: the certificate has expired");
    assertThatThrownBy(() -> TlsFolder.open(temp.resolve("nowhere"), CLOCK))
        .hasMessageContaining("nowhere")
        .hasMessageNotContaining("\n");
  }

  @Test
  @DisplayName("C2 nothing prints a private key")
  void hidesKey() {
    assertThat(tls.current().toString()).doesNotContain("PRIVATE", "BEGIN");
    assertThat(tls.current().text().toString()).doesNotContain("PRIVATE", "BEGIN");
  }
}
