package dev.giftwarden.edge.database;

import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.sql.SQLException;
import java.time.Duration;

/// A pool of one connection to a real PostgreSQL: whoever keeps it, or leaves something behind on
/// it, is found out by the next.
final class OneConnection {
  private OneConnection() {}

  static AgroalDataSource open() throws SQLException {
    String url =
        TestDatabase.ofThisJvm()
            .dataSource(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER)
            .getURL();
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(1)
                    .acquisitionTimeout(Duration.ofSeconds(2))
                    .connectionFactoryConfiguration(connection ->
                        connection
                            .jdbcUrl(url)
                            .principal(new NamePrincipal(ServiceDatabase.SUPERUSER)))));
  }
}
