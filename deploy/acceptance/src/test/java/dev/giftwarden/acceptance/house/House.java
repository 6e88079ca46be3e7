package dev.giftwarden.acceptance.house;

import dev.giftwarden.certs.cli.CertsCommand;
import dev.giftwarden.database.Login;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.demo.Accounts;
import dev.giftwarden.local.image.Images;
import dev.giftwarden.local.image.ServiceImage;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Packaging;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Program;
import dev.giftwarden.local.stack.Progress;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Routes;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Stack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The whole system as `deploy/local/up` starts it: PostgreSQL and three processes, on ports of its
/// own, so that a developer's instance may run beside it. Started once in each process that runs
/// tests of this module.
public final class House {
  /// `./mvnw verify -Dgiftwarden.packaging=native`: the executables, where they are built.
  private static final Packaging PACKAGING = Packaging.told();

  private static @Nullable House running;

  private final Home home = new Home(Repository.ROOT, folder());
  private final Ports ports = Ports.of(FreePorts.find(11));
  private final AtomicInteger names = new AtomicInteger();

  /// What the services find behind the addresses of auth and audit; tests put replicas behind it.
  public final Balancer authBalancer = Balancer.before(ports.of(Service.AUTH).grpc());

  public final Balancer auditBalancer = Balancer.before(ports.of(Service.AUDIT).grpc());
  private final Stack stack =
      new Stack(
          home, ports, routes(), InstantSource.system(), new Quiet(), PACKAGING, this::program);

  public final String auth = ports.https(Service.AUTH);
  public final String gift = ports.https(Service.GIFT);
  public final String audit = ports.https(Service.AUDIT);
  public final String authGrpc = "localhost:" + ports.of(Service.AUTH).grpc();
  public final String auditGrpc = "localhost:" + ports.of(Service.AUDIT).grpc();

  private House() {}

  /// Of this process alone: several run tests of this module beside each other.
  private static Path folder() {
    String name = System.getProperty("giftwarden.house", "house");
    return Repository.ROOT.resolve("deploy/acceptance/target").resolve(name);
  }

  /// On the virtual machine it is what the image holds, which starts in half the time.
  private Program program(Service service) {
    return PACKAGING == Packaging.JVM
        ? new ServiceImage(Repository.ROOT, service).program()
        : PACKAGING.of(home, service);
  }

  public static synchronized House started() {
    if (running == null) {
      if (PACKAGING == Packaging.JVM) {
        new Images(Repository.ROOT, InstantSource.system(), new Quiet()).makeIfStale();
      }
      House house = new House();
      Command.run(Repository.ROOT, "rm", "-rf", house.home.folder().toString()).succeeded();
      Runtime.getRuntime().addShutdownHook(new Thread(house.stack::close));
      house.stack.start();
      new Accounts(house.home, house.ports, InstantSource.system()).prepare();
      running = house;
    }
    return running;
  }

  /// Each service reaches auth and audit through a balancer.
  public Routes routes() {
    return new Routes(ports.database(), authBalancer.port(), auditBalancer.port());
  }

  /// A further process of a service, ready, and behind its balancer.
  public Replica startReplica(Service service) {
    List<Integer> free = FreePorts.find(3);
    Ports.Of own = new Ports.Of(free.get(0), free.get(1), free.get(2));
    return startReplica(service, own, routes(), Map.of());
  }

  public Replica startReplica(
      Service service, Ports.Of own, Routes way, Map<String, String> settings) {
    Replica replica = stack.addReplica(service, own, way, settings);
    replica.start();
    replica.awaitReady();
    switch (service) {
      case AUTH -> authBalancer.add(own.grpc());
      case AUDIT -> auditBalancer.add(own.grpc());
      case GIFT -> {}
    }
    return replica;
  }

  public Stack stack() {
    return stack;
  }

  public Ports ports() {
    return ports;
  }

  private static final class Quiet implements Progress {
    @Override
    public void begin(String step) {}

    @Override
    public void done(String result) {}

    @Override
    public void note(String text) {}
  }

  public Home home() {
    return home;
  }

  public Path pki() {
    return home.pki();
  }

  public Path root() {
    return pki().resolve("root/ca.crt");
  }

  /// Certificates of audit's database roles, as `audit-service/run export` wants them.
  public Path auditRoles() {
    return home.given(Service.AUDIT).resolve("database");
  }

  /// A database of the house as its superuser sees it.
  public Connection superuser(String database) throws SQLException {
    return new Login(ServiceDatabase.SUPERUSER, home.postgres().resolve("superuser"))
        .to(ports.database(), database)
        .getConnection();
  }

  /// A name that no other test uses.
  public String fresh(String prefix) {
    return prefix + "-" + names.incrementAndGet();
  }

  /// Issues by the command an operator would use.
  public Identity issue(String... what) {
    Path folder = home.folder().resolve("identities").resolve(fresh(what[0]));
    List<String> line = new ArrayList<>(List.of("issue"));
    line.addAll(List.of(what));
    line.addAll(List.of("--pki", pki().toString(), "--out", folder.toString()));
    StringWriter said = new StringWriter();
    int exit =
        CertsCommand.commandLine(InstantSource.system())
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(line.toArray(String[]::new));
    if (exit != 0) {
      throw new AssertionError(line + " ended with " + exit + ":\n" + said);
    }
    return new Identity(folder);
  }

  /// Made by the root ceremony.
  public Identity operator() {
    return new Identity(pki().resolve("issued/operator/first"));
  }

  /// One request by curl, over a connection of its own.
  public Reply curl(Identity identity, String... arguments) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("curl", "--silent", "--show-error", "--include", "--http1.1"));
    line.addAll(List.of("--max-time", "20", "--cacert", root().toString()));
    line.addAll(identity.forCurl());
    line.addAll(List.of(arguments));
    Reply reply =
        Reply.parse(Command.run(Repository.ROOT, line.toArray(String[]::new)).succeeded());
    hold(reply, arguments);
    return reply;
  }

  /// To the OpenAPI documents, what curl was answered.
  public void hold(Reply reply, String... arguments) {
    CurlLine.of(arguments).check(reply, ports());
  }

  public Reply post(Identity identity, String url, String json, String... more) {
    List<String> line = new ArrayList<>(List.of(url, "--json", json));
    line.addAll(List.of(more));
    return curl(identity, line.toArray(String[]::new));
  }

  public Reply asOperator(String path, String json) {
    Reply reply = post(operator(), auth + path, json);
    if (reply.status() != 201) {
      throw new AssertionError(path + " answered " + reply);
    }
    return reply;
  }
}
