package dev.giftwarden.auth.version.usage;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Calls by version, caller and day. Of two replicas that add to one row, one waits for the other.
@ApplicationScoped
public class UsageTable {
  /// More callers than this of one version are one list too long for people.
  static final int MAX_CALLERS = 1_000;

  private static final String FIRST =
      """
      insert into usage_batch (id, received_at) values (:batch, clock_timestamp())
      on conflict do nothing returning id
      """;

  /// In one order, so that two reports do not wait for each other in a circle.
  private static final String ADD =
      """
      insert into version_usage (day, version, account, subject, certificate, service, calls)
      select date '1970-01-01' + day::int, version, account, subject, certificate, :service,
        sum(calls)
      from unnest(:days::bigint[], :versions::text[], :accounts::text[], :subjects::text[],
          :certificates::text[], :calls::bigint[])
        as told (day, version, account, subject, certificate, calls)
      group by day, version, account, subject, certificate
      order by day, version, account, subject, certificate
      on conflict (day, version, account, subject, certificate, service) do update
      set calls = version_usage.calls + excluded.calls
      """;

  /// A report is never as old as the batches that are forgotten here.
  private static final List<String> TIDY =
      List.of(
          "delete from usage_batch where received_at < now() - interval '5 days'",
          "delete from version_usage where day < current_date - 400");

  private static final String CALLERS =
      """
      select account, subject, certificate, sum(calls)::bigint as calls,
        to_char(max(day), 'YYYY-MM-DD') as last_day
      from version_usage
      where version = :version and (:account = '' or account = :account)
        and day between date '1970-01-01' + :from_day::int and date '1970-01-01' + :to_day::int
      group by account, subject, certificate
      order by sum(calls) desc, account, subject, certificate
      limit :most
      """;

  private static final String CALLS =
      """
      select coalesce(sum(calls), 0)::bigint as calls from version_usage
      where version = :version and (:account = '' or account = :account)
        and day between date '1970-01-01' + :from_day::int and date '1970-01-01' + :to_day::int
      """;

  private final Database database;

  UsageTable(Database database) {
    this.database = database;
  }

  /// Days from the first to the last, both of them too.
  public record Span(LocalDate from, LocalDate to) {}

  /// @param lastDay on which it called
  public record Caller(
      String account, String subject, String certificate, long calls, String lastDay) {}

  /// Adds a report up, unless it came before.
  @Transactional
  void add(String service, UUID batch, List<UsageReading.Count> counts) {
    if (database.sql(FIRST).set("batch", batch).exists()) {
      database
          .sql(ADD)
          .set("service", service)
          .set("days", counts.stream().map(c -> c.day().toEpochDay()).toArray(Long[]::new))
          .set("versions", texts(counts, c -> c.version().text()))
          .set("accounts", texts(counts, UsageReading.Count::account))
          .set("subjects", texts(counts, UsageReading.Count::subject))
          .set("certificates", texts(counts, UsageReading.Count::certificate))
          .set("calls", counts.stream().map(UsageReading.Count::calls).toArray(Long[]::new))
          .update();
      TIDY.forEach(sql -> database.sql(sql).update());
    }
  }

  private static String[] texts(
      List<UsageReading.Count> counts, Function<UsageReading.Count, String> text) {
    return counts.stream().map(text).toArray(String[]::new);
  }

  /// Who called most, first.
  public List<Caller> callers(
      ApiVersion version, Optional<AccountId> account, Span span, int most) {
    return database
        .sql(CALLERS)
        .set("version", version.text())
        .set("account", account.map(AccountId::value).orElse(""))
        .set("from_day", span.from().toEpochDay())
        .set("to_day", span.to().toEpochDay())
        .set("most", most)
        .list(row ->
            new Caller(
                row.text("account"),
                row.text("subject"),
                row.text("certificate"),
                row.number("calls"),
                row.text("last_day")));
  }

  public long calls(ApiVersion version, Optional<AccountId> account, Span span) {
    return database
        .sql(CALLS)
        .set("version", version.text())
        .set("account", account.map(AccountId::value).orElse(""))
        .set("from_day", span.from().toEpochDay())
        .set("to_day", span.to().toEpochDay())
        .only(row -> row.number("calls"));
  }
}
