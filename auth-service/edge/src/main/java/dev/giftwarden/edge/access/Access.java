package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.route.ServedRoute.Door;
import java.util.EnumSet;
import java.util.Set;

/// Who may use a route: one cell of the [AccessTable].
public sealed interface Access {

  /// Anybody: what the route serves is public.
  record Public() implements Access {}

  /// Anybody comes as far as the route, which checks credentials of another kind itself.
  record SelfChecked() implements Access {}

  /// Any one of these scopes suffices.
  record Scoped(Set<Scope> anyOf) implements Access {
    public Scoped {
      anyOf = Set.copyOf(anyOf);
    }
  }

  /// An operator certificate, and nothing else.
  record OperatorOnly() implements Access {}

  /// An operator certificate, or any one of these scopes.
  record OperatorOrScoped(Set<Scope> anyOf) implements Access {
    public OperatorOrScoped {
      anyOf = Set.copyOf(anyOf);
    }
  }

  /// An operator certificate, any one of these scopes, or what is neither a token nor a key: with
  /// that, or with nothing, anybody comes as far as the route, which checks it itself.
  record OperatorScopedOrOwn(Set<Scope> anyOf) implements Access {
    public OperatorScopedOrOwn {
      anyOf = Set.copyOf(anyOf);
    }
  }

  /// What a partner's key is to the route.
  default Door door() {
    return switch (this) {
      case Public _ -> Door.ANYBODY;
      case SelfChecked _ -> Door.ITSELF;
      case OperatorOnly _ -> Door.OPERATORS;
      case Scoped _, OperatorOrScoped _, OperatorScopedOrOwn _ -> Door.SCOPES;
    };
  }

  /// The scopes any of which opens the route; none where scopes do not.
  default Set<Scope> scopes() {
    return switch (this) {
      case Public _, SelfChecked _, OperatorOnly _ -> Set.of();
      case Scoped(Set<Scope> anyOf) -> anyOf;
      case OperatorOrScoped(Set<Scope> anyOf) -> anyOf;
      case OperatorScopedOrOwn(Set<Scope> anyOf) -> anyOf;
    };
  }

  static Access open() {
    return new Public();
  }

  static Access selfChecked() {
    return new SelfChecked();
  }

  static Access scope(Scope scope, Scope... alternatives) {
    return new Scoped(EnumSet.of(scope, alternatives));
  }

  static Access operator() {
    return new OperatorOnly();
  }

  static Access operatorOr(Scope scope, Scope... alternatives) {
    return new OperatorOrScoped(EnumSet.of(scope, alternatives));
  }

  static Access operatorOrOwn(Scope scope, Scope... alternatives) {
    return new OperatorScopedOrOwn(EnumSet.of(scope, alternatives));
  }
}
