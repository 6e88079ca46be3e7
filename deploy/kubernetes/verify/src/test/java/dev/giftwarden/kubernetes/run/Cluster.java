package dev.giftwarden.kubernetes.run;

import dev.giftwarden.kubernetes.Manifest;
import dev.giftwarden.kubernetes.Manifests;
import dev.giftwarden.testkit.Forwarder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A cluster of one machine, as far as the manifests can tell: each pod and each Service has an
/// address of its own on the loopback interface, every name leads where it would in a cluster, and
/// a Service leads to ready pods alone. Nothing of it is configuration: it runs what is rendered.
final class Cluster implements AutoCloseable {
  private static final Duration MIGRATION = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 4;
  private static final Duration READY = Duration.ofMinutes(5);

  /// Between two rounds of probes, as `periodSeconds` would have it, but for less waiting.
  private static final Duration ROUND = Duration.ofMillis(500);

  /// A machine's other builds run beside this one.
  private static final String NETWORK =
      "127.%d.%d."
          .formatted(
              1 + ProcessHandle.current().pid() / 250 % 250,
              1 + ProcessHandle.current().pid() % 250);

  private final Manifests manifests;
  private final Path images;
  private final Path folder;
  private final Kubelet kubelet;
  private final List<Pod> pods = new ArrayList<>();
  private final Map<Pod, Boolean> ready = new ConcurrentHashMap<>();
  private final Map<String, Forwarder> services = new HashMap<>();
  private final Database database;
  private int addresses;

  /// @param images what each image holds in `/giftwarden`, in folders by the names of the services
  Cluster(Manifests manifests, Path images, Path folder) {
    this.manifests = manifests;
    this.images = images;
    this.folder = folder;
    Objects objects = new Objects(manifests, folder);
    this.kubelet = new Kubelet(objects, folder.resolve("pods"), hosts());
    this.database = new Database(manifests, objects, folder);
    List<String> names = new ArrayList<>();
    names.add(service("postgres-rw.giftwarden-database.svc", 5432, database.port()));
    manifests.of("Service").forEach(service -> names.add(service(service)));
    try {
      names.add("127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName());
      Files.write(hosts(), names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Database database() {
    return database;
  }

  private synchronized String freshAddress() {
    addresses++;
    return NETWORK + addresses;
  }

  private String service(String name, int port, int target) {
    String address = freshAddress();
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
    services.put(name, forwarder(address, port, () -> List.of(to)));
    return address + " " + name;
  }

  /// Ports below 1024 belong to root: those of the edge are any free one here.
  private String service(Manifest service) {
    String address = freshAddress();
    String name = service.name() + "." + service.namespace() + ".svc";
    var port = service.at("/spec/ports/0");
    int number = port.path("port").asInt() < 1024 ? 0 : port.path("port").asInt();
    services.put(
        name,
        forwarder(address, number, () -> endpoints(service, port.path("targetPort").asText())));
    return address + " " + name;
  }

  /// As kube-proxy does it: one pod that is ready, and no other where that one is not.
  private static Forwarder forwarder(
      String address, int port, Supplier<List<InetSocketAddress>> targets) {
    return Forwarder.at(InetAddress.ofLiteral(address), port, 1, targets);
  }

  private List<InetSocketAddress> endpoints(Manifest service, String port) {
    return pods(service.namespace()).stream()
        .filter(pod -> ready.getOrDefault(pod, false))
        .map(pod -> new InetSocketAddress(pod.address(), pod.port(port)))
        .toList();
  }

  synchronized List<Pod> pods(String namespace) {
    return pods.stream().filter(pod -> pod.workload().namespace().equals(namespace)).toList();
  }

  /// All at once, as `kubectl apply` would; one that fails is started again, as its Job says.
  void migrate() {
    List<Pod> running =
        manifests
            .of("Job")
            .map(job -> start(job, serviceOf(job.namespace()) + "-migration"))
            .toList();
    for (int attempt = 1; !running.isEmpty(); attempt++) {
      List<Pod> failed = running.stream().filter(pod -> pod.end(MIGRATION) != 0).toList();
      if (attempt == ATTEMPTS && !failed.isEmpty()) {
        throw new AssertionError(failed.getFirst().name() + ":\n" + failed.getFirst().said());
      }
      String again = "-" + attempt;
      running = failed.stream().map(pod -> start(pod.workload(), pod.name() + again)).toList();
    }
  }

  /// As many of each as its autoscaler keeps: the first of each, then the second.
  void startServices() {
    List<Manifest> deployments = services();
    int most = deployments.stream().mapToInt(this::replicas).max().orElseThrow();
    for (int i = 0; i < most; i++) {
      for (Manifest deployment : deployments) {
        if (i < replicas(deployment)) {
          keep(start(deployment, serviceOf(deployment.namespace()) + "-" + i));
        }
      }
      awaitReady();
    }
  }

  /// What is called; who sends webhooks listens nowhere: see [#sender].
  private List<Manifest> services() {
    return manifests
        .of("Deployment")
        .filter(one ->
            one.at("/metadata/labels")
                .path("app.kubernetes.io/component")
                .asText()
                .equals("service"))
        .toList();
  }

  private int replicas(Manifest deployment) {
    return manifests
        .find("HorizontalPodAutoscaler", deployment.namespace(), deployment.name())
        .orElseThrow()
        .at("/spec/minReplicas")
        .asInt();
  }

  /// One that ends is started again, as its `restartPolicy` says, but not for ever: a busy machine
  /// may not give a start its connections in time, a wrong manifest never does.
  private void awaitReady() {
    long end = System.nanoTime() + READY.toNanos();
    int restarts = 0;
    while (!pods().stream().allMatch(pod -> ready.getOrDefault(pod, false))) {
      for (Pod pod : pods()) {
        boolean ended = pod.endsWithin(ROUND.dividedBy(pods.size()));
        if ((ended && restarts == ATTEMPTS) || System.nanoTime() > end) {
          throw new AssertionError(pod.name() + " is not ready:\n" + pod.said());
        }
        if (ended) {
          restarts++;
          remove(pod);
          keep(start(pod.workload(), pod.name() + "-" + restarts));
        }
      }
      probe();
    }
  }

  private synchronized void remove(Pod pod) {
    pods.remove(pod);
  }

  private synchronized void keep(Pod pod) {
    pods.add(pod);
  }

  /// Asks every pod whether it is ready, as the kubelet does all the time.
  void probe() {
    pods().forEach(pod -> ready.put(pod, pod.isReady()));
  }

  private static String serviceOf(String namespace) {
    return namespace.replace("giftwarden-", "");
  }

  private Pod start(Manifest workload, String name) {
    String service = serviceOf(workload.namespace());
    return kubelet.start(workload, name, freshAddress(), packaged(service));
  }

  synchronized List<Pod> pods() {
    return List.copyOf(pods);
  }

  /// Ends one replica of each as a lost node would: without a word.
  void killOneOfEach() {
    for (Manifest deployment : services()) {
      Pod victim = pods(deployment.namespace()).getFirst();
      victim.kill();
      remove(victim);
    }
  }

  /// Where curl goes for a public name: through its route to its Service.
  List<String> connectTo() {
    List<String> arguments = new ArrayList<>();
    manifests
        .of("TLSRoute")
        .forEach(route -> {
          String service =
              route.text("/spec/rules/0/backendRefs/0/name") + "." + route.namespace() + ".svc";
          String host = route.text("/spec/hostnames/0");
          InetSocketAddress to = address(service);
          arguments.add("--connect-to");
          arguments.add(
              "%s:443:%s:%d".formatted(host, to.getAddress().getHostAddress(), to.getPort()));
        });
    return arguments;
  }

  String host(String service) {
    return manifests
        .find("TLSRoute", "giftwarden-" + service, service)
        .orElseThrow()
        .text("/spec/hostnames/0");
  }

  InetSocketAddress address(String service) {
    return java.util.Objects.requireNonNull(services.get(service)).address();
  }

  /// Looks until it is so; probes go on meanwhile.
  void until(Duration limit, String what, BooleanSupplier so) {
    long end = System.nanoTime() + limit.toNanos();
    while (!so.getAsBoolean()) {
      probe();
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
    }
  }

  /// One more pod of other manifests, in this cluster, that no Service leads to.
  Pod trial(Manifests others, String service) {
    Kubelet theirs = new Kubelet(new Objects(others, folder), folder.resolve("trials"), hosts());
    Manifest deployment = others.find("Deployment", "giftwarden-" + service, service).orElseThrow();
    String address = freshAddress();
    return theirs.start(deployment, address, address, packaged(service));
  }

  /// Who sends webhooks: it listens nowhere, so that nothing probes it.
  Pod sender() {
    Manifest deployment = manifests.find("Deployment", "giftwarden-gift", "webhooks").orElseThrow();
    return start(deployment, "webhooks");
  }

  private Path hosts() {
    return folder.resolve("hosts");
  }

  private Path packaged(String service) {
    return images.resolve(service);
  }

  @Override
  public void close() {
    pods.forEach(pod -> pod.process().destroy());
    pods.forEach(pod -> {
      try {
        var _ = pod.end(Duration.ofSeconds(40));
      } catch (AssertionError _) {
        pod.kill();
      }
    });
    services.values().forEach(Forwarder::close);
    database.close();
  }
}
