package dev.giftwarden.edge.tracing;

import dev.giftwarden.certs.Pem;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The way to whoever collects spans: TLS 1.3 only, verified against roots that are given for it,
/// and with this service's own internal certificate, whichever that is at the moment. The exporter
/// finds its HTTP client by `ServiceLoader`, so a native executable is told of it.
@RegisterForReflection(
    classNames = "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider")
final class Collector {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Collector() {}

  /// @param own what this service shows of itself
  /// @throws ConfigurationException in one line, where spans would leave unprotected or for nobody
  static SpanExporter of(TracingConfig config, Supplier<KeyManager> own) {
    URI endpoint = config.endpoint().orElseThrow();
    if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.tracing.endpoint is an https URL, and nothing else");
    }
    Path roots =
        config
            .roots()
            .orElseThrow(() ->
                new ConfigurationException(
                    "refusing to start: giftwarden.tracing.endpoint needs"
                        + " giftwarden.tracing.roots, which vouch for the collector"));
    X509TrustManager trust = trust(roots);
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(endpoint.toString())
        .setTimeout(TIMEOUT)
        .setConnectTimeout(TIMEOUT)
        .setMeterProvider(MeterProvider.noop())
        .setSslContext(context(own.get(), trust), trust)
        .build();
  }

  private static SSLContext context(KeyManager own, X509TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(new KeyManager[] {own}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK refuses the TLS to the collector", e);
    }
  }

  private static X509TrustManager trust(Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      List<X509Certificate> roots = Pem.certificates(Files.readString(file));
      for (int i = 0; i < roots.size(); i++) {
        store.setCertificateEntry(Integer.toString(i), roots.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.tracing.roots: no certificates can be read from " + file);
    }
  }
}
