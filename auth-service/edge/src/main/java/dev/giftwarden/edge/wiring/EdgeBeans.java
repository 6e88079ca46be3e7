package dev.giftwarden.edge.wiring;

import dev.giftwarden.auth.client.exchange.KeyExchange;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.access.BareKeys;
import dev.giftwarden.edge.access.Gate;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import dev.giftwarden.edge.grpc.GrpcGate;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// The parts of this module as beans. A service adds what only it can know: its [AccessTable] and
/// that of its RPCs. One that lacks any of them does not build.
final class EdgeBeans {
  @Produces
  @Singleton
  Gate gate(AccessTable table, TrustState trust, TokenVerifier verifier, BareKeys keys) {
    return new Gate(table, trust, verifier, keys);
  }

  @Produces
  @Singleton
  BareKeys bareKeys(KeyExchange exchange, TokenVerifier verifier, InstantSource clock) {
    return new BareKeys(exchange, verifier, clock);
  }

  @Produces
  @Singleton
  GrpcGate grpcGate(GrpcAccessTable table, TokenVerifier verifier) {
    return new GrpcGate(table, verifier);
  }
}
