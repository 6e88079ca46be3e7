package dev.giftwarden.bench.house;

import dev.giftwarden.database.Postmaster;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.demo.Accounts;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.image.Programs;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Progress;
import dev.giftwarden.local.stack.Routes;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;

/// The three services and PostgreSQL as `deploy/local/up` starts them, from nothing, on ports of
/// their own and in a folder of their own, with the demo accounts.
public final class BenchHouse implements AutoCloseable {

  public static final String TOKEN = "/oauth2/token";
  public static final String FORM = "application/x-www-form-urlencoded";

  private final Home home;
  private final Ports ports = Ports.of(FreePorts.find(11));
  private final Stack stack;
  private final String budget;
  private final Thread lastResort = new Thread(this::stop);

  private BenchHouse(Path project, String packaging, Progress progress) throws IOException {
    home = new Home(project, project.resolve("deploy/bench/target/house"));
    Home.delete(home.folder());
    InstantSource clock = InstantSource.system();
    Programs programs = Programs.named(packaging, home, clock, progress);
    stack =
        new Stack(
            home,
            ports,
            Routes.straight(ports),
            clock,
            progress,
            programs.packaging(),
            programs.of());
    Runtime.getRuntime().addShutdownHook(lastResort);
    stack.start();
    budget = new Accounts(home, ports, clock).prepare();
  }

  /// @param packaging a word for [Programs#named]
  public static BenchHouse start(Path project, String packaging, Progress progress) {
    try {
      return new BenchHouse(project, packaging, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Home home() {
    return home;
  }

  public Ports ports() {
    return ports;
  }

  public Stack stack() {
    return stack;
  }

  /// A budget of the demo account that gifts can be sent from.
  public String budget() {
    return budget;
  }

  public String https(Service service) {
    return ports.https(service);
  }

  public long pid(Service service) {
    return stack.replica(service).pid();
  }

  public long postgres() {
    return Postmaster.of(home.postgres().resolve("data")).orElseThrow().process().pid();
  }

  /// Everything that belongs together for `ab -E`: the demo partner's certificates and key.
  public Path clientPem() {
    return pem(Partner.ACME.credentials(home));
  }

  private Path pem(Path credentials) {
    Path pem = file("client.pem");
    write(pem, read(credentials.resolve("tls.crt")) + read(credentials.resolve("tls.key")));
    return pem;
  }

  /// The key that does the demo account's daily work.
  public String key() {
    return key("gifts");
  }

  /// The key that makes and revokes keys.
  public String administrator() {
    return key("administrator");
  }

  private String key(String name) {
    return read(Partner.ACME.folder(home).resolve(name + ".key"));
  }

  /// A connection that shows the demo partner's certificate.
  public Caller partner(Service service) {
    return Caller.with(Partner.ACME.credentials(home), service.id());
  }

  /// A connection of somebody who has no certificate.
  public Caller stranger(Service service) {
    return Caller.withoutCertificate(Partner.ACME.credentials(home), service.id());
  }

  /// A key of the demo account, made by its administrator.
  ///
  /// @param json what it may: the body of the request
  public String makeKey(String json) {
    var administrator = Map.of("Authorization", "Bearer " + administrator());
    try (Caller caller = partner(Service.AUTH)) {
      String keys = "/v1/accounts/" + Partner.ACME.account() + "/keys";
      var made = caller.post(https(Service.AUTH) + keys, administrator, "application/json", json);
      return expect(201, made).text("/key");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the token endpoint is asked.
  public static String tokenRequest(String key, Service audience) {
    return "grant_type=client_credentials&audience=%s&client_id=%s&client_secret=%s"
        .formatted(audience.id(), keyId(key), key);
  }

  /// `gwk_live_<id>_<secret>`
  public static String keyId(String key) {
    return key.split("_", 4)[2];
  }

  /// A token for one service, made over the caller's connection to auth.
  public String token(Caller auth, String key, Service audience) {
    try {
      return expect(
              200,
              auth.post(https(Service.AUTH) + TOKEN, Map.of(), FORM, tokenRequest(key, audience)))
          .text("/access_token");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new Failure("expected " + status + ": " + answer.status() + " " + answer.body());
    }
    return answer;
  }

  /// A file of the measurement.
  public Path file(String name) {
    return home.folder().resolve(name);
  }

  public Path file(String name, String content) {
    return write(file(name), content);
  }

  private static Path write(Path file, String content) {
    try {
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a peer of ours connects with: the database server lets it in as its superuser, because
  /// the rules that we write for it know our own roles only.
  public String jdbcUrl(String database) {
    Path superuser = home.postgres().resolve("superuser");
    return "jdbc:postgresql://localhost:%d/%s?logServerErrorDetail=false&sslmode=verify-full&sslcert=%s&sslkey=%s&sslrootcert=%s&pemKeyAlgorithm=EC"
        .formatted(
            ports.database(),
            database,
            superuser.resolve("tls.crt"),
            superuser.resolve("tls.key"),
            superuser.resolve("ca.crt"));
  }

  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  public void createDatabase(String name) {
    execute("postgres", "create database " + name);
  }

  public void execute(String database, String sql) {
    try (Connection connection = connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A setting of the running server, as the server says it.
  public String show(String setting) {
    try (Connection connection = connect("postgres");
        var statement = connection.createStatement();
        var row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void stop() {
    stack.close();
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}
