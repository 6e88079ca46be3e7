package dev.giftwarden.local.image;

import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.demo.Accounts;
import dev.giftwarden.local.demo.Story;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Progress;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Stack;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Makes what the three JVM images hold, and trains it: all three run the whole story against each
/// other, on ports, data and certificates of their own.
public final class Images {

  /// The steps that [#make()] reports.
  public static final int STEPS = 7;

  /// The second is told by classes that the first has loaded.
  private static final int STORIES = 2;

  /// A service writes what it has done when it ends: some hundred megabytes.
  private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(5);

  private final Path project;
  private final Home home;
  private final Ports ports = Ports.of(FreePorts.find(10));
  private final InstantSource clock;
  private final Progress progress;

  public Images(Path project, InstantSource clock, Progress progress) {
    this.project = project.toAbsolutePath().normalize();
    this.home = new Home(this.project, this.project.resolve("deploy/local/target/training"));
    this.clock = clock;
    this.progress = progress;
  }

  /// Returns when all three are there.
  public void make() {
    progress.begin("runtimes");
    for (Service service : Service.values()) {
      of(service).copyPackage();
      of(service).linkRuntime();
    }
    progress.done("jlink");
    try {
      Home.delete(home.folder());
      train();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    progress.begin("caches");
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      Stream.of(Service.values())
          .map(service -> CompletableFuture.runAsync(of(service)::makeCache, together))
          .toList()
          .forEach(CompletableFuture::join);
    }
    progress.done("made");
    List.of(Service.values()).forEach(service -> of(service).stampAsMade());
    for (Service service : Service.values()) {
      progress.note("%s %.0f MB".formatted(of(service).folder(), of(service).megabytes()));
    }
  }

  /// As [#make()], unless the images are of what is packaged now.
  public void makeIfStale() {
    boolean fresh = Stream.of(Service.values()).allMatch(service -> of(service).isFresh());
    if (!fresh || !Files.exists(home.folder())) {
      make();
    }
  }

  private ServiceImage of(Service service) {
    return new ServiceImage(project, service);
  }

  /// Where they were trained, with every secret that they met.
  public Home training() {
    return home;
  }

  private void train() throws IOException {
    try (Stack stack = new Stack(home, ports, clock, progress)) {
      stack.start();
      progress.begin("training");
      List<Replica> replicas = List.of(Service.values()).stream().map(stack::replica).toList();
      replicas.forEach(Replica::stop);
      replicas.forEach(replica -> replica.start(of(replica.service()).recording()));
      replicas.forEach(Replica::awaitReady);
      for (int told = 0; told < STORIES; told++) {
        new Accounts(home, ports, clock).prepare();
        new Story(home, ports, clock, unheard()).tell();
      }
      for (Service service : List.of(Service.GIFT, Service.AUTH, Service.AUDIT)) {
        end(stack.replica(service));
      }
      progress.done(STORIES + " stories");
    }
  }

  private static PrintStream unheard() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  /// As an operator would, but with the time that writing takes.
  private static void end(Replica replica) {
    var process = ProcessHandle.of(replica.pid()).orElseThrow();
    process.destroy();
    process.onExit().orTimeout(WRITTEN_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    replica.stop();
  }
}
