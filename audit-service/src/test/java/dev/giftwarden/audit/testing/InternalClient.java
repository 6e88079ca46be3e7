package dev.giftwarden.audit.testing;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.v1.AppendRequest;
import dev.giftwarden.audit.v1.AppendResponse;
import dev.giftwarden.audit.v1.AuditServiceGrpc;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.edge.grpc.CallerInterceptor;
import dev.giftwarden.testkit.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Audit's internal port, over real mutual TLS with any certificate and any token.
public final class InternalClient implements AutoCloseable {
  private final ManagedChannel channel;
  private final String name;
  private final Optional<String> token;

  private InternalClient(TlsFolder own, Optional<String> token) {
    int port = Integer.parseInt(Neighbours.setting("quarkus.grpc.server.test-port"));
    this.channel = Grpc.channel(port, own, "audit");
    this.name = own.own().id() instanceof SpiffeId.Service service ? service.name() : "none";
    this.token = token;
  }

  /// As a service would come: with its certificate and its own token.
  public static InternalClient of(String service) {
    TlsFolder own = Neighbours.service(service);
    return of(
        own,
        Neighbours.serviceToken(
            service, Audience.AUDIT, own.own().thumbprint(), Scope.AUDIT_APPEND));
  }

  public static InternalClient of(TlsFolder own, String token) {
    return new InternalClient(own, Optional.of(token));
  }

  public static InternalClient withoutToken(TlsFolder own) {
    return new InternalClient(own, Optional.empty());
  }

  public AppendResponse append(List<AuditEvent> events) {
    return send(events.stream().map(event -> encoded(name, event)).toList());
  }

  public static ByteString encoded(String source, AuditEvent event) {
    return ByteString.copyFrom(EventCodec.encode(new RecordedEvent(source, event)));
  }

  /// Whatever bytes.
  public AppendResponse send(List<ByteString> events) {
    Metadata headers = new Metadata();
    token.ifPresent(text -> headers.put(CallerInterceptor.AUTHORIZATION, "Bearer " + text));
    return AuditServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .append(AppendRequest.newBuilder().addAllEvents(events).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
