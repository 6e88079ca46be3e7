package dev.giftwarden.certs.cli;

import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.certs.path.CertificateForm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "inspect",
    description = "Shows what Giftwarden reads in each certificate of a file. Verifies nothing.")
final class InspectCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Certificates in PEM form, such as tls.crt.")
  private Path file;

  @Override
  public void run() {
    try {
      Pem.certificates(Pem.text(Files.readAllBytes(file))).forEach(this::show);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void show(X509Certificate certificate) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("subject      %s%n", certificate.getSubjectX500Principal());
    out.printf("identity     %s%n", identity(certificate));
    out.printf("serial       %s%n", CertificateForm.serial(certificate));
    out.printf("x5t#S256     %s%n", Thumbprint.of(certificate).value());
    out.printf("valid from   %s%n", certificate.getNotBefore().toInstant());
    out.printf("valid until  %s%n", certificate.getNotAfter().toInstant());
    out.println();
  }

  private static String identity(X509Certificate certificate) {
    if (certificate.getBasicConstraints() != -1) {
      return "none: a CA";
    }
    try {
      return PeerCertificate.of(certificate).id().uri();
    } catch (IllegalArgumentException e) {
      return "none: " + e.getMessage();
    }
  }
}
