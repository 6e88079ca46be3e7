package dev.giftwarden.gift.testing;

import dev.giftwarden.edge.database.Database;
import io.agroal.api.AgroalDataSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/// The database of the service in its tests, whose statements can be made to forget whom they act
/// for: what is left then is row-level security alone.
@Singleton
public class Forgetful {

  private static final Pattern OWN = Pattern.compile("(?:\\w+\\.)?(?:account|environment) = \\?");
  private static final Pattern REACHED =
      Pattern.compile("\\(\\? or ((?:\\w+\\.)?sub_account = any \\(\\?\\))\\)");
  private static final String ENTERED = "set_config('app.account', ?, true)";

  private final AtomicInteger forgotten = new AtomicInteger();
  private volatile boolean forgetting;
  private volatile String entering = "";

  @Produces
  @Singleton
  @Alternative
  @Priority(1)
  Database database(AgroalDataSource pool) {
    return new Database(wrap(DataSource.class, pool, this::connection));
  }

  /// Every condition of the service's own goes, until [#remember].
  public void forget() {
    forgetting = true;
  }

  /// The database is told another account as well: then nothing is left.
  ///
  /// @param account a name without a quote in it
  public void enterAlways(String account) {
    entering = account;
  }

  public void remember() {
    forgetting = false;
    entering = "";
    forgotten.set(0);
  }

  /// How many statements have lost a condition since [#remember].
  public int forgotten() {
    return forgotten.get();
  }

  private Object connection(Method method, Object result) {
    return forgetting && result instanceof Connection own
        ? Proxy.newProxyInstance(
            Forgetful.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, asked, arguments) -> {
              if (asked.getName().equals("prepareStatement")) {
                arguments[0] = without((String) arguments[0]);
              }
              return invoke(own, asked, arguments);
            })
        : result;
  }

  private String without(String sql) {
    String open = OWN.matcher(sql).replaceAll("(cast(? as text) is not null)");
    open = REACHED.matcher(open).replaceAll("(? or true or $1)");
    if (!open.equals(sql)) {
      forgotten.incrementAndGet();
    }
    return entering.isEmpty()
        ? open
        : open.replace(ENTERED, "set_config('app.account', coalesce('" + entering + "', ?), true)");
  }

  private interface Change {
    Object of(Method method, Object result);
  }

  private static <T> T wrap(Class<T> type, T own, Change change) {
    InvocationHandler handler =
        (_, method, arguments) -> change.of(method, invoke(own, method, arguments));
    return type.cast(
        Proxy.newProxyInstance(Forgetful.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Object own, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(own, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
