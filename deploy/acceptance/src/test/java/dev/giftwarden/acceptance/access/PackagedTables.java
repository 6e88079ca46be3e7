package dev.giftwarden.acceptance.access;

import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The access tables and the gRPC descriptors of a service, read out of the very package that runs.
/// The tests of the whole depend on no service; so the package is opened by a class loader of its
/// own.
final class PackagedTables {
  private static final Map<Service, String> TABLES =
      Map.of(
          Service.AUTH, "dev.giftwarden.auth.wiring.AuthAccess",
          Service.GIFT, "dev.giftwarden.gift.GiftAccess",
          Service.AUDIT, "dev.giftwarden.audit.access.AuditAccess");

  private final Path folder;
  private final ClassLoader loader;
  private final Service service;

  PackagedTables(Service service) {
    this.service = service;
    this.folder = Repository.ROOT.resolve(service.folderName()).resolve("target/quarkus-app");
    this.loader =
        new URLClassLoader(
            Stream.of("app", "lib/main", "lib/boot")
                .flatMap(part -> jars(folder.resolve(part)).stream())
                .map(PackagedTables::url)
                .toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader());
  }

  /// Who may use a route.
  ///
  /// @param scopes any of which suffices
  /// @param own whether the route also takes what it checks itself, the caller's certificate alone
  record Route(boolean open, boolean operator, Set<String> scopes, boolean own) {}

  /// Who may call an RPC.
  ///
  /// @param token whether the certificate alone does not suffice
  record Rpc(Set<String> callers, boolean token) {}

  Map<String, Route> routes() {
    Object table = table("AccessTable");
    var routes = new TreeMap<String, Route>();
    for (Object route : (Collection<?>) call(table, "routes")) {
      routes.put((String) route, route(find(table, route)));
    }
    return routes;
  }

  private static Route route(Object access) {
    return switch (access.getClass().getSimpleName()) {
      case "Public", "SelfChecked" -> new Route(true, false, Set.of(), false);
      case "OperatorOnly" -> new Route(false, true, Set.of(), false);
      case "Scoped" -> new Route(false, false, scopes(access), false);
      case "OperatorOrScoped" -> new Route(false, true, scopes(access), false);
      case "OperatorScopedOrOwn" -> new Route(false, true, scopes(access), true);
      default -> throw new IllegalStateException("a new kind of access: " + access);
    };
  }

  private static Set<String> scopes(Object access) {
    return ((Collection<?>) call(access, "anyOf"))
        .stream().map(scope -> (String) call(scope, "text")).collect(Collectors.toSet());
  }

  Map<String, Rpc> rpcs() {
    Object table = table("GrpcAccessTable");
    var rpcs = new TreeMap<String, Rpc>();
    for (Object method : (Collection<?>) call(table, "methods")) {
      Object rule = find(table, method);
      Set<String> callers =
          ((Collection<?>) call(rule, "callers"))
              .stream().map(caller -> (String) call(caller, "name")).collect(Collectors.toSet());
      boolean token = ((Optional<?>) call(rule, "scope")).isPresent();
      rpcs.put((String) method, new Rpc(callers, token));
    }
    return rpcs;
  }

  /// Every RPC that is described in a package of ours or of gRPC itself.
  Set<String> described() {
    var methods = new TreeSet<String>();
    for (Path jar : jars(folder.resolve("lib/main"))) {
      try (var entries = new JarFile(jar.toFile())) {
        entries.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.matches("(dev/giftwarden|grpc)/.*/[A-Z][A-Za-z]+Grpc[.]class"))
            .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            .forEach(name -> methods.addAll(described(name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return methods;
  }

  private Set<String> described(String stub) {
    try {
      Method described = loader.loadClass(stub).getMethod("getServiceDescriptor");
      Object descriptor = described.invoke(null);
      return ((Collection<?>) call(descriptor, "getMethods"))
          .stream()
              .map(method -> (String) call(method, "getFullMethodName"))
              .collect(Collectors.toSet());
    } catch (NoSuchMethodException _) {
      return Set.of(); // Classes of ours that end like stubs.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object table(String type) {
    try {
      Class<?> access = loader.loadClass(TABLES.get(service));
      for (Method method : access.getDeclaredMethods()) {
        if (method.getReturnType().getSimpleName().equals(type)) {
          return open(method)
              .invoke(Modifier.isStatic(method.getModifiers()) ? null : made(access));
        }
      }
      throw new IllegalStateException(access + " makes no " + type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object made(Class<?> type) throws ReflectiveOperationException {
    return open(type.getDeclaredConstructor()).newInstance();
  }

  private static Object find(Object table, Object name) {
    try {
      Method find = table.getClass().getMethod("find", String.class);
      return ((Optional<?>) find.invoke(table, name)).orElseThrow();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(Object target, String method) {
    try {
      return open(target.getClass().getMethod(method)).invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T extends AccessibleObject> T open(T member) {
    member.setAccessible(true);
    return member;
  }

  private static Collection<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
