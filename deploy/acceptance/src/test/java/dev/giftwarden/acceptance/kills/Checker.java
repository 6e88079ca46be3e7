package dev.giftwarden.acceptance.kills;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at the three databases, as their superuser, and at an export of the log, and says what
/// does not fit. It shares no code with the services, only the knowledge of their tables, and finds
/// by adding up what they promise by construction.
///
/// Everything must be at rest: what is on its way looks like what is lost.
final class Checker {
  /// Gifts that hold money, have spent it, and have given it back: every state is one of the three.
  private static final String HOLDING = "state in ('created', 'sent', 'viewed')";

  private static final String HAVING_SPENT = "state in ('claimed', 'shipped', 'delivered')";

  private static final String PAID = "(" + HOLDING + " or " + HAVING_SPENT + ")";

  /// What is recorded when a gift becomes something, and the column that says it did.
  private static final Map<String, String> BECOMING =
      Map.of(
          "gift.create", "created_at",
          "gift.view", "viewed_at",
          "gift.claim", "claimed_at",
          "gift.decline", "declined_at",
          "gift.cancel", "cancelled_at",
          "gift.expire", "expired_at",
          "gift.ship", "shipped_at",
          "gift.deliver", "delivered_at");

  private static final Set<String> ONLY_ONCE =
      Stream.concat(BECOMING.keySet().stream(), Stream.of("gift.send", "budget.create"))
          .collect(Collectors.toUnmodifiableSet());

  private final Connection auth;
  private final Connection gift;
  private final Connection audit;
  private final Export export;
  private final List<String> complaints = new ArrayList<>();

  private Checker(Connection auth, Connection gift, Connection audit, Export export) {
    this.auth = auth;
    this.gift = gift;
    this.audit = audit;
    this.export = export;
  }

  /// @param acknowledged gifts that a client was told it had sent
  static List<String> complaints(
      Connection auth,
      Connection gift,
      Connection audit,
      Export export,
      Collection<String> acknowledged)
      throws SQLException, GeneralSecurityException {
    Checker checker = new Checker(auth, gift, audit, export);
    checker.complaints.addAll(export.complaints);
    checker.money();
    checker.limits();
    checker.idempotency();
    checker.gifts(acknowledged);
    checker.records();
    checker.log();
    return checker.complaints;
  }

  private void money() throws SQLException {
    none(
        gift,
        "a ledger entry is not two lines that sum to 0",
        "select entry_id from ledger_line group by 1 having count(*) <> 2 or sum(amount) <> 0");
    none(
        gift,
        "the ledger does not sum to 0",
        "select currency from ledger_line group by 1 having sum(amount) <> 0");
    none(
        gift,
        "a budget's balance is not the sum of its lines",
        """
        select id from budget where available is distinct from
          (select sum(amount) from ledger_line where budget_id = budget.id and book = 'available')
        """);
    none(
        gift,
        "a budget's balance is not what its gifts have left",
        """
        select id from budget where available <> granted - coalesce(
          (select sum(coalesce(cost, amount)) from gift where budget_id = budget.id and %s), 0)
        """
            .formatted(PAID));
    none(
        gift,
        "a gift's ledger lines do not hold its amount",
        """
        select id from gift where case when %s then amount else 0 end is distinct from
          (select sum(amount) from ledger_line where gift_id = gift.id and book = 'committed')
        """
            .formatted(HOLDING));
    none(
        gift,
        "a gift's ledger lines have not spent what it cost, or its amount if nothing was chosen",
        """
        select id from gift where case when %s then coalesce(cost, amount) else 0 end <> coalesce(
          (select sum(amount) from ledger_line where gift_id = gift.id and book = 'spent'), 0)
        """
            .formatted(HAVING_SPENT));
    none(
        gift,
        "a gift was paid for twice",
        """
        select gift_id from ledger_line where book = 'committed' and amount > 0
        group by 1 having count(*) <> 1
        """);
    none(
        gift,
        "ledger lines of no gift",
        """
        select gift_id from ledger_line where gift_id is not null
          and not exists (select from gift where gift.id = gift_id)
        """);
  }

  private void limits() throws SQLException {
    none(
        gift,
        "what a key has spent is not the sum of its gifts",
        """
        select root from key_spending as s where spent <>
          (select coalesce(sum(coalesce(cost, amount)), 0) from gift where %s
             and (account, environment, spend_root, currency, spend_period, spend_started_at)
               = (s.account, s.environment, s.root, s.currency, s.period, s.started_at))
        """
            .formatted(PAID));
  }

  private void idempotency() throws SQLException {
    none(
        gift,
        "an Idempotency-Key leads to no gift",
        """
        select target from idempotency_record where target like 'gft\\_%'
          and not exists (select from gift where gift.id = target)
        """);
    none(
        gift,
        "two Idempotency-Keys lead to one thing",
        "select target from idempotency_record group by 1 having count(*) > 1");
  }

  private void gifts(Collection<String> acknowledged) throws SQLException {
    Map<String, String> sent =
        pairs(gift, "select id, account from gift where sent_at is not null");
    Map<String, Integer> recorded = new HashMap<>();
    for (Map<String, String> event : successes("gift", "gift.send")) {
      String id = event.getOrDefault("target", "");
      recorded.merge(id, 1, Integer::sum);
      if (!event.getOrDefault("account", "").equals(sent.get(id))) {
        complaints.add("the log has a gift that was not sent: " + id);
      }
    }
    for (String id : sent.keySet()) {
      if (recorded.getOrDefault(id, 0) != 1) {
        complaints.add("gift " + id + " has " + recorded.getOrDefault(id, 0) + " records");
      }
    }
    for (String id : acknowledged) {
      if (!sent.containsKey(id)) {
        complaints.add("acknowledged and lost: " + id);
      }
    }
    for (Map.Entry<String, String> became : BECOMING.entrySet()) {
      String those = "select id, account from gift where " + became.getValue() + " is not null";
      sameOnes(became.getKey(), pairs(gift, those).keySet(), successes("gift", became.getKey()));
    }
    sameOnes(
        "budgets",
        pairs(gift, "select id, account from budget").keySet(),
        successes("gift", "budget.create"));
  }

  private void records() throws SQLException {
    sameOnes(
        "keys",
        pairs(auth, "select 'key:' || id, account from api_key").keySet(),
        successes("auth", "key.create"));
    none(auth, "auth's outbox is not empty", "select position from audit_outbox");
    none(gift, "gift's outbox is not empty", "select position from audit_outbox");
  }

  /// Each of the things was made in exactly one event.
  private void sameOnes(String what, Set<String> things, List<Map<String, String>> events) {
    Set<String> seen = new HashSet<>();
    for (Map<String, String> event : events) {
      String id = event.getOrDefault("target", "");
      if (!seen.add(id)) {
        complaints.add(what + ": recorded twice: " + id);
      }
      if (!things.contains(id)) {
        complaints.add(what + ": recorded and not there: " + id);
      }
    }
    things.stream()
        .filter(id -> !seen.contains(id))
        .forEach(id -> complaints.add(what + ": not recorded: " + id));
  }

  private List<Map<String, String>> successes(String source, String action) {
    return export.events.stream()
        .filter(event -> event.getOrDefault("source", "").equals(source))
        .filter(event -> event.getOrDefault("action", "").equals(action))
        .filter(event -> event.getOrDefault("outcome", "").equals("success"))
        .toList();
  }

  /// The export is what the database holds, and each checkpoint ever published is a beginning of
  /// it.
  private void log() throws SQLException, GeneralSecurityException {
    none(audit, "events without a leaf", "select id from event except select event_id from leaf");
    onlyOnce();
    none(
        audit,
        "leaves with gaps between them",
        "select count(*) from leaf having count(*) <> coalesce(max(index) + 1, 0)");
    none(
        audit,
        "the tree grew from no state before",
        """
        select size from tree_head where size > 0
          and not exists (select from tree_head as before where before.size = tree_head.prev_size)
        """);
    Set<String> exported = new HashSet<>();
    export.events.forEach(event -> exported.add(event.getOrDefault("id", "")));
    if (exported.size() != export.size()) {
      complaints.add("the export has an event twice");
    }
    for (String id :
        pairs(audit, "select replace(event_id::text, '-', ''), '' from leaf").keySet()) {
      if (!exported.contains(id)) {
        complaints.add("in the log and not in the export: " + id);
      }
    }
    checkpoints();
  }

  private void onlyOnce() throws SQLException {
    Set<String> seen = new HashSet<>();
    Databases.events(audit, "action like 'gift.%' or action = 'budget.create'").stream()
        .filter(event -> event.getOrDefault("source", "").equals("gift"))
        .filter(event -> ONLY_ONCE.contains(event.getOrDefault("action", "")))
        .filter(event -> event.getOrDefault("outcome", "").equals("success"))
        .map(event -> event.get("action") + " " + event.get("target"))
        .filter(fact -> !seen.add(fact))
        .forEach(fact -> complaints.add("one fact is in the log twice: " + fact));
  }

  private void checkpoints() throws SQLException, GeneralSecurityException {
    Map<Long, byte[]> published = new TreeMap<>();
    try (PreparedStatement statement =
            audit.prepareStatement(
                "select size, root, note from tree_head join checkpoint using (size)");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        published.put(row.getLong("size"), row.getBytes("root"));
        if (!row.getString("note").split("\n")[1].equals(row.getString("size"))) {
          complaints.add("a checkpoint says another size than " + row.getString("size"));
        }
      }
    }
    Map<Long, byte[]> computed = export.roots(List.copyOf(published.keySet()));
    published.forEach((size, root) -> {
      if (!Arrays.equals(root, computed.get(size))) {
        complaints.add("the checkpoint of size " + size + " is no beginning of the log");
      }
    });
  }

  private static Map<String, String> pairs(Connection database, String query) throws SQLException {
    Map<String, String> pairs = new HashMap<>();
    try (PreparedStatement statement = database.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        pairs.put(row.getString(1), row.getString(2));
      }
    }
    return pairs;
  }

  private void none(Connection database, String complaint, String query) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        complaints.add(complaint + ": " + row.getString(1));
      }
    }
  }
}
