package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What [CallerFilter] decided about this request, for its resource to read and pass on as an
/// argument. Reading who calls on a route that does not ask for it is a bug.
@RequestScoped
public class CurrentCaller {
  private @Nullable Origin origin;
  private @Nullable Caller caller;
  private boolean crossSite;

  void set(Origin decidedOrigin, @Nullable Caller decidedCaller, boolean saysCrossSite) {
    origin = decidedOrigin;
    caller = decidedCaller;
    crossSite = saysCrossSite;
  }

  /// Whether a page of another site makes the call: the certificate on the connection then says
  /// nothing about what its holder means. For routes that check credentials themselves.
  public boolean crossSite() {
    return crossSite;
  }

  public Origin origin() {
    return present(origin);
  }

  public Caller caller() {
    return present(caller);
  }

  /// Empty where the access table left it to the route to find out.
  public Optional<Caller> admitted() {
    return Optional.ofNullable(caller);
  }

  /// On routes that only scopes open.
  public Caller.Partner partner() {
    return switch (caller()) {
      case Caller.Partner partner -> partner;
      case Caller.Operator _, Caller.Service _ ->
          throw new IllegalStateException("the access table admits others than partners here");
    };
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("no caller was decided for this route");
    }
    return value;
  }
}
