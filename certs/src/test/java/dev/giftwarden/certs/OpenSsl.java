package dev.giftwarden.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// Makes certificates that our own code refuses to make, with a tool that is not ours.
public final class OpenSsl {
  private final Path folder;
  private String curve = "P-256";
  private int count;

  public OpenSsl(Path folder) {
    this.folder = folder;
  }

  /// On which curve the next keys are.
  OpenSsl on(String name) {
    curve = name;
    return this;
  }

  /// A key with a chain, leaf first.
  public record Made(List<X509Certificate> chain, PrivateKey key, Path folder) {}

  /// A leaf of a CA.
  ///
  /// @param ca the folder with `ca.crt` and `ca.key` that signs
  /// @param extensions lines of an OpenSSL extension section
  public Made signedBy(Path ca, String subject, String extensions, String... options)
      throws IOException {
    Path home = request(subject, extensions);
    List<String> command =
        new ArrayList<>(List.of("x509", "-req", "-in", "csr", "-days", "1", "-out", "leaf.crt"));
    command.addAll(List.of("-extfile", "extensions", "-CA", ca.resolve("ca.crt").toString()));
    command.addAll(List.of("-CAkey", ca.resolve("ca.key").toString()));
    command.addAll(List.of("-set_serial", Integer.toString(1000 + count)));
    command.addAll(List.of(options));
    run(home, command);
    return made(home, Pem.certificates(Files.readString(ca.resolve("ca.crt"))));
  }

  public Made selfSigned(String subject, String extensions) throws IOException {
    Path home = request(subject, extensions);
    run(
        home,
        List.of(
            "x509",
            "-req",
            "-in",
            "csr",
            "-days",
            "1",
            "-out",
            "leaf.crt",
            "-signkey",
            "tls.key",
            "-extfile",
            "extensions"));
    return made(home, List.of());
  }

  private Path request(String subject, String extensions) throws IOException {
    count++;
    Path home = Files.createDirectory(folder.resolve("openssl-" + count));
    Files.writeString(home.resolve("extensions"), extensions);
    run(
        home,
        List.of(
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:" + curve,
            "-out",
            "tls.key"));
    run(home, List.of("req", "-new", "-key", "tls.key", "-subj", subject, "-out", "csr"));
    return home;
  }

  private static Made made(Path home, List<X509Certificate> issuers) throws IOException {
    List<X509Certificate> chain =
        new ArrayList<>(Pem.certificates(Files.readString(home.resolve("leaf.crt"))));
    chain.addAll(issuers);
    PrivateKey key = Pem.privateKey(Files.readString(home.resolve("tls.key")));
    // As a CA folder, so that what was made can sign in its turn.
    Files.copy(home.resolve("leaf.crt"), home.resolve("ca.crt"));
    Files.copy(home.resolve("tls.key"), home.resolve("ca.key"));
    return new Made(List.copyOf(chain), key, home);
  }

  public static String run(Path home, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }
}
