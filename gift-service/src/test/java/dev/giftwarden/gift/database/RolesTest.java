package dev.giftwarden.gift.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Roles can do what the service does and no more.
class RolesTest {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  @ParameterizedTest(name = "the application may not: {0}")
  @ValueSource(
      strings = {
        "update ledger_line set amount = 1",
        "delete from ledger_line",
        "truncate ledger_line",
        "delete from gift",
        "update gift set amount = 1",
        "update gift set budget_id = 'bud_0000000000000000000000'",
        "delete from budget",
        "update budget set granted = 1",
        "update budget set account = 'other'",
        "delete from idempotency_record",
        "update idempotency_record set target = ''",
        "delete from recipient",
        "update recipient set account = 'other'",
        "update recipient set id = 'rcp_0000000000000000000000'",
        "update gift set recipient_id = 'rcp_0000000000000000000000'",
        "delete from key_spending",
        "update key_spending set root = ''",
        "update key_spending set started_at = now()",
        "update gift set spend_root = null",
        "update gift set collection_id = null",
        "update gift set band_id = 'large'",
        "update webhook set account = 'other'",
        "update webhook set sub_account = null",
        "update webhook_delivery set webhook_id = ''",
        "update webhook_delivery set gift_id = null",
        "update webhook_delivery set lease = null",
        "delete from webhook_delivery",
        "select seen_at from webhook_sender",
        "update product_price set amount = 1",
        "insert into product_price (sku) values ('')",
        "update product set shelf = 'available'",
        "delete from product",
        "update collection_band set amount = 1",
        "update collection set name = ''",
        "select count(*) from audit_outbox",
        "delete from audit_outbox",
        "update audit_outbox set event = ''",
        "alter table budget disable row level security",
        "alter table budget no force row level security",
        "create table mine (id int)",
        "create temporary table mine (id int)",
        "drop policy tenant on budget",
        "delete from flyway_schema_history",
        "set role gift_owner",
      })
  @DisplayName("the application's role can neither rewrite nor erase, nor change the schema")
  void applicationMayNot(String statement) {
    refused("gift", statement);
  }

  @ParameterizedTest(name = "the worker may not: {0}")
  @ValueSource(
      strings = {
        "select id from gift",
        "select amount from gift",
        "select recipient_id from gift",
        "update gift set state = 'expired'",
        "select count(*) from budget",
        "select name from recipient",
        "select sealed from recipient",
        "select email_index from recipient",
        "update recipient set kek = 'kek-2'",
        "select count(*) from ledger_line",
        "select count(*) from key_spending",
        "select target from idempotency_record",
        "select url from webhook",
        "select count(*) from product_price",
        "update webhook set kek = 'kek-2'",
        "select gift_id from webhook_delivery",
        "delete from webhook_delivery",
        "update webhook_sender set seen_at = now()",
        "select account from idempotency_record",
        "update idempotency_record set created_at = now()",
        "insert into idempotency_record (created_at) values (now())",
        "insert into audit_outbox (event) values ('')",
        "update audit_outbox set event = ''",
        "create table mine (id int)",
        "set role gift",
      })
  @DisplayName(
      "the worker's role sees the queue, the age of old records, whose gifts are due, how keys are wrapped,"
          + " and nothing else of tenants")
  void workerMayNot(String statement) {
    refused("gift_worker", statement);
  }

  @ParameterizedTest(name = "whoever sends may not: {0}")
  @ValueSource(
      strings = {
        "select count(*) from gift",
        "select name from recipient",
        "select email_index from recipient",
        "select created_at from recipient",
        "update recipient set kek = 'kek-2'",
        "select count(*) from delivery",
        "select count(*) from budget",
        "select count(*) from gift_link",
        "select count(*) from ledger_line",
        "select count(*) from key_spending",
        "select count(*) from idempotency_record",
        "select count(*) from audit_outbox",
        "insert into webhook_delivery (id) values ('')",
        "update webhook_delivery set gift_id = null",
        "update webhook set url = 'https://evil.example'",
        "delete from webhook",
        "insert into webhook_sender (seen_at) values (now())",
        "delete from webhook_sender",
        "create table mine (id int)",
        "set role gift",
      })
  @DisplayName("G8 the role that sends webhooks sees the queue and the endpoints, and nobody")
  void senderMayNot(String statement) {
    refused("gift_webhooks", statement);
  }

  private static void refused(String role, String statement) {
    assertThatThrownBy(
            () -> {
              try (Connection connection = GiftDatabase.as(role)) {
                GiftDatabase.update(connection, statement);
              }
            })
        .isInstanceOfSatisfying(
            SQLException.class,
            refusal -> assertThat(refusal.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
  }
}
