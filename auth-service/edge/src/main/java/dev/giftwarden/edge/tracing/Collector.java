package dev.giftwarden.edge.tracing;

import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.tls.Tls13;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
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
        .setSslContext(Tls13.context(own.get(), trust), trust)
        .build();
  }

  private static X509TrustManager trust(Path file) {
    try {
      return Tls13.trusting(Pem.certificates(Pem.text(Files.readAllBytes(file))));
    } catch (IOException | IllegalArgumentException _) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.tracing.roots: no certificates can be read from " + file);
    }
  }
}
