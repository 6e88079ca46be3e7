package dev.giftwarden.edge.tracing;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.certs.quarkus.InternalTls;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The traces of this process, when somebody collects them. The SDK alone, without Quarkus's
/// extension: that one records paths, queries, addresses and user agents, does not see our gRPC
/// server, believes a stranger's `traceparent`, and keeps the client certificate that it started
/// with. What a span of ours may say is what [EdgeSpans], [CallSpans] and [ServedSpans] write, and
/// nothing else: words of ours, numbers, and request ids.
///
/// Made when the service starts, before anything of it works, so that a wrong setting stops it.
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
@Singleton
public class Tracing {
  /// The request that a span belongs to: what the caller has as `X-Request-Id` and the audit log as
  /// `requestId`.
  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("giftwarden.request_id");

  /// Of a batch, which belongs to many.
  static final AttributeKey<List<String>> REQUEST_IDS =
      AttributeKey.stringArrayKey("giftwarden.request_ids");

  private static final String NAME = "dev.giftwarden";

  /// Spans that end sooner are lost; a stop is not delayed for a collector that is away.
  private static final long STOP_SECONDS = 2;

  private final Optional<SdkTracerProvider> traces;
  private final Tracer tracer;

  Tracing(TracingConfig config, Audience service, InternalTls tls) {
    this.traces = config.endpoint().map(endpoint -> collected(config, service, tls));
    this.tracer = traces.map(sdk -> sdk.get(NAME)).orElseGet(() -> TracerProvider.noop().get(NAME));
  }

  private static SdkTracerProvider collected(
      TracingConfig config, Audience service, InternalTls tls) {
    if (config.share() < 0 || config.share() > 1) {
      throw new ConfigurationException("giftwarden.tracing.share is from 0 to 1");
    }
    Attributes process =
        Attributes.of(
            AttributeKey.stringKey("service.name"), service.text(),
            AttributeKey.stringKey("service.namespace"), "giftwarden",
            AttributeKey.stringKey("service.instance.id"), UUID.randomUUID().toString());
    return SdkTracerProvider.builder()
        .setResource(Resource.create(process))
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.share())))
        .addSpanProcessor(
            BatchSpanProcessor.builder(Collector.of(config, () -> tls.folder().keyManager()))
                .build())
        .build();
  }

  void stop(@Observes ShutdownEvent event) {
    traces.ifPresent(sdk -> sdk.shutdown().join(STOP_SECONDS, TimeUnit.SECONDS));
  }

  boolean isOn() {
    return traces.isPresent();
  }

  Tracer tracer() {
    return tracer;
  }

  /// A service's own calls belong to no request.
  static void mark(Span span, List<String> requests) {
    if (requests.size() == 1) {
      span.setAttribute(REQUEST_ID, requests.getFirst());
    } else if (!requests.isEmpty()) {
      span.setAttribute(REQUEST_IDS, requests);
    }
  }
}
