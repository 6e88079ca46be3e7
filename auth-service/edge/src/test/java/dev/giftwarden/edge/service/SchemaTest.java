package dev.giftwarden.edge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  @DisplayName("a version is what the database remembers of a file's name")
  void namesVersions() {
    assertThat(Schema.of("db/outbox").versions())
        .contains("20261122.1500", "20261122.1900")
        .doesNotContain("20261122_1500");
  }

  @Test
  @DisplayName("a folder without an index was not packaged, and that is not an empty one")
  void refusesNothing() {
    assertThatThrownBy(() -> Schema.of("db/nowhere"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("not packaged: db/nowhere/index");
  }

  @Test
  @DisplayName("Flyway is given what it asks for: versions, not callbacks or repeatables")
  void providesByName() {
    Migration.Scripts scripts = new Migration.Scripts(Schema.of("db/outbox").scripts());
    String[] sql = {".sql"};
    assertThat(scripts.getResources("V", sql)).hasSameSizeAs(scripts.all());
    assertThat(scripts.getResources("R", sql)).isEmpty();
    assertThat(scripts.getResources("V", new String[] {".conf"})).isEmpty();
    assertThat(scripts.getResource("V20261122_1500__queue_audit_events.sql")).isNotNull();
    assertThat(scripts.getResource("beforeMigrate.sql")).isNull();
  }
}
