package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.apikey.radius.RadiusView.RouteView;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.KeyId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "UnusedV1", description = "What a key could do without, after what another one did")
@RegisterForReflection(registerFullHierarchy = true)
record UnusedView(
    KeyId predecessor,
    @Schema(description = "Of uses before nothing is known, and of the last minute not all")
        Instant since,
    @Schema(description = "That opened nothing that it was used for") List<Scope> scopes,
    @Schema(description = "What is out of reach without those") List<RouteView> routes,
    @Schema(description = "That it did not call") List<ApiVersion> versions,
    @Schema(
            description =
                "What it was used for and nobody is known to serve now: which scope that took is"
                    + " not known, and may be among those",
            maxItems = 3000)
        List<UnknownRouteView> unknownRoutes) {

  @Schema(name = "UnknownRouteV1", description = "A route that is not known any more")
  @RegisterForReflection(registerFullHierarchy = true)
  record UnknownRouteView(
      @Schema(enumeration = {"auth", "gift", "audit"}) String service,
      @Schema(examples = "GET /v1/gifts/{id}") String route) {}

  static UnusedView of(Unused unused, Reached reached) {
    return new UnusedView(
        unused.predecessor(),
        unused.since(),
        unused.scopes().stream().sorted().toList(),
        unused.routes().stream().map(route -> RadiusView.route(route, reached)).toList(),
        unused.versions().stream().sorted().toList(),
        unused.unknown().stream()
            .map(used -> new UnknownRouteView(used.service().text(), used.route()))
            .toList());
  }
}
