package dev.giftwarden.gift.v2.spending;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V2Resource;
import dev.giftwarden.gift.spending.SpendingQuestion;
import dev.giftwarden.gift.spending.Spendings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v2/spending")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets", description = "What gifts may cost")
public class SpendingV2Resource extends V2Resource {
  /// As many as a key can have.
  private static final int MOST_SUB_ACCOUNTS = 100;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,15}");

  private final Spendings spendings;
  private final CurrentCaller current;

  SpendingV2Resource(Spendings spendings, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.spendings = spendings;
    this.current = current;
  }

  @GET
  @Operation(
      operationId = "getSpendingV2",
      summary = "Say what could be spent now",
      description =
          "What all gifts from now on can cost together, of the budgets that the caller reaches."
              + " The report on a key at auth has the path that asks this of the key. `amount`,"
              + " `currency` and `period` are its limit: all three or none.")
  @APIResponseSchema(
      value = SpendingV2.class,
      responseCode = "200",
      responseDescription = "What could be spent")
  public Response get(
      @QueryParam("amount")
          @Parameter(
              description = "The most in a period, in minor units",
              schema = @Schema(implementation = MinorUnits.class))
          @Nullable String amount,
      @QueryParam("currency")
          @Parameter(
              description = "The only one that it spends",
              schema = @Schema(implementation = CurrencyCode.class))
          @Nullable String currency,
      @QueryParam("period")
          @Parameter(
              description = "After which there is as much again",
              schema = @Schema(implementation = SpendPeriod.class))
          @Nullable String period,
      @QueryParam("root")
          @Parameter(
              description =
                  "The first of the keys that took over from each other, with a limit: what they"
                      + " have spent of it is taken off. By a credential of the whole account, or"
                      + " of these keys",
              schema = @Schema(implementation = KeyId.class))
          @Nullable String root,
      @QueryParam("subAccounts")
          @Parameter(
              description = "Only budgets of these, 1 to 100, with a comma between",
              example = "north,south")
          @Nullable String subAccounts) {
    Optional<SpendLimit> limit = limit(amount, currency, period);
    Optional<KeyId> line = InvalidParameter.read("root", root, "the id of a key", KeyId::new);
    if (line.isPresent() && limit.isEmpty()) {
      throw new InvalidParameter("amount", "with root, and currency and period with it");
    }
    Optional<Set<SubAccountId>> some =
        InvalidParameter.read(
            "subAccounts", subAccounts, "1 to 100 with a comma between", SpendingV2Resource::names);
    return answer(
        spendings.of(current.partner(), new SpendingQuestion(limit, line, some)), SpendingV2::of);
  }

  private static Optional<SpendLimit> limit(
      @Nullable String amount, @Nullable String currency, @Nullable String period) {
    Optional<MinorUnits> most =
        InvalidParameter.read(
            "amount", amount, "minor units, 1 to " + MinorUnits.MAX, SpendingV2Resource::units);
    Optional<CurrencyCode> of =
        InvalidParameter.read("currency", currency, "an active currency", CurrencyCode::of);
    Optional<SpendPeriod> in =
        InvalidParameter.read("period", period, "once, day, week or month", SpendPeriod::of);
    if (most.isPresent() && of.isPresent() && in.isPresent()) {
      return Optional.of(new SpendLimit(most.get(), of.get(), in.get(), null));
    }
    if (Stream.of(most, of, in).anyMatch(Optional::isPresent)) {
      throw new InvalidParameter("amount", "amount, currency and period, all three or none");
    }
    return Optional.empty();
  }

  private static MinorUnits units(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new InvalidValue("a whole number");
    }
    return new MinorUnits(Long.parseLong(text));
  }

  private static Set<SubAccountId> names(String text) {
    var names =
        Arrays.stream(text.split(",", -1))
            .map(SubAccountId::new)
            .collect(Collectors.toUnmodifiableSet());
    if (names.size() > MOST_SUB_ACCOUNTS) {
      throw new InvalidValue("too many");
    }
    return names;
  }
}
