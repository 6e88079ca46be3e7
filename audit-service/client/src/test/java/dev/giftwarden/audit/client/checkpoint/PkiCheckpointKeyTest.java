package dev.giftwarden.audit.client.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.certs.Pki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiCheckpointKeyTest {
  @DisplayName("A2 the two halves that the PKI makes sign and open a checkpoint")
  @Test
  void signsWithTheKeyOfThePki(@TempDir Path folder) throws IOException {
    Pki pki = Pki.init(folder.resolve("pki"), InstantSource.system());
    SignerKey signer = SignerKey.parse(Files.readString(pki.checkpointSigner()));
    VerifierKey verifier = VerifierKey.parse(Files.readString(pki.checkpointVerifier()));

    Hash root = Hash.ofLeaf(new byte[] {1});
    assertThat(verifier.open(signer.sign(1, root)))
        .contains(new Checkpoint("giftwarden.example/audit", 1, root));
  }
}
