package dev.giftwarden.audit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.edge.service.Schema;
import dev.giftwarden.edge.service.SchemaCheck;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = GiftwardenStack.class,
    initArgs = @ResourceArg(name = "service", value = "audit"))
class StartTest {
  @Inject AgroalDataSource database;

  @Inject SchemaCheck check;

  @Test
  @DisplayName("the service refuses a schema older than itself, and says what to do")
  void refusesAnOldSchema() {
    Schema newer = Schema.of("db/migration", "newer");
    assertThatThrownBy(
            () -> new SchemaCheck(Audience.AUDIT, newer, database).start(new StartupEvent()))
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessage(
            "refusing to start: the schema of the database is older than this service, by 1 of its"
                + " migrations; run audit-service/run migrate");
  }

  @Test
  @DisplayName("the service refuses a database that was never migrated")
  void refusesNoSchema() {
    DataSource another = TestDatabase.ofThisJvm().dataSource(ServiceDatabase.GIFT, "gift");
    assertThatThrownBy(() ->
            new SchemaCheck(Audience.AUDIT, Schema.of("db/migration"), another)
                .start(new StartupEvent()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("run audit-service/run migrate");
  }

  @Test
  @DisplayName("and takes the one that it was built for, as it did when it was started")
  void takesItsOwn() {
    assertThatCode(() -> check.start(new StartupEvent())).doesNotThrowAnyException();
  }
}
