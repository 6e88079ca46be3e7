package dev.giftwarden.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.database.testing.GiftwardenStack;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(
    value = GiftwardenStack.class,
    initArgs = @ResourceArg(name = "service", value = "audit"))
class StartTest {
  @Inject AgroalDataSource database;

  @TempDir Path newer;

  @Test
  @DisplayName("the service refuses a schema older than itself, and says what to do")
  void refusesAnOldSchema() throws IOException {
    Files.writeString(newer.resolve("V20991231_2359__do_something_new.sql"), "select 1;");
    Flyway schema =
        Flyway.configure(Thread.currentThread().getContextClassLoader())
            .dataSource(database)
            .locations("classpath:db/migration", "filesystem:" + newer)
            .load();
    assertThatThrownBy(() -> new SchemaCheck(schema).start(new StartupEvent()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("run audit-service/run migrate");
  }
}
