package dev.giftwarden.auth.version.usage;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Who calls which version.
@Path("/v1/versions/{version}/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Versions", description = "The versions of the API of gifts and of the audit log")
@Blocking
public class UsageResource {
  private static final String DAY = "a day, such as 2026-11-29";

  private final UsageTable table;
  private final Usage usage;

  UsageResource(UsageTable table, Usage usage) {
    this.table = table;
    this.usage = usage;
  }

  @Schema(name = "VersionCallerV1", description = "Who called a version, and how often")
  @RegisterForReflection(registerFullHierarchy = true)
  public record CallerView(
      @Schema(description = "Empty: callers beyond those that a service can tell apart")
          String account,
      @Schema(description = "The key or the client") String subject,
      @Schema(description = "Serial of its certificate; empty: without one") String certificate,
      @Schema(minimum = "1") long calls,
      @Schema(format = "date") String lastDay) {
    public static CallerView of(UsageTable.Caller caller) {
      return new CallerView(
          caller.account(),
          caller.subject(),
          caller.certificate(),
          caller.calls(),
          caller.lastDay());
    }
  }

  @Schema(name = "VersionUsageV1", description = "The calls of a version, and its first callers")
  @RegisterForReflection(registerFullHierarchy = true)
  record UsageView(
      ApiVersion version,
      @Schema(format = "date") String from,
      @Schema(format = "date") String to,
      @Schema(description = "Of all callers", minimum = "0") long calls,
      @Schema(maxItems = 1000) List<CallerView> items) {}

  @GET
  @APIResponseSchema(
      value = UsageView.class,
      responseCode = "200",
      responseDescription = "Who called most, first")
  @Operation(
      operationId = "getVersionUsage",
      summary = "Counts the calls of a version by caller: the last 30 days, or days of your own")
  public Response get(
      @PathParam("version") String version,
      @QueryParam("account") @Nullable String account,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    var of = InvalidParameter.read("account", account, "the id of an account", AccountId::new);
    var lately = usage.lately();
    var span =
        new UsageTable.Span(
            InvalidParameter.read("from", from, DAY, UsageResource::day).orElse(lately.from()),
            InvalidParameter.read("to", to, DAY, UsageResource::day).orElse(lately.to()));
    return ApiVersion.find(version)
        .map(found ->
            Response.ok(
                    new UsageView(
                        found,
                        span.from().toString(),
                        span.to().toString(),
                        table.calls(found, of, span),
                        table.callers(found, of, span, UsageTable.MAX_CALLERS).stream()
                            .map(CallerView::of)
                            .toList()))
                .build())
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  /// Of four digits of a year, so that PostgreSQL knows it too.
  private static LocalDate day(String text) {
    if (text.length() != "2026-11-29".length()) {
      throw new IllegalArgumentException("a year has four digits");
    }
    return LocalDate.parse(text);
  }
}
