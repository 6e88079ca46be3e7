package dev.giftwarden.local.image;

import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.demo.Accounts;
import dev.giftwarden.local.demo.Story;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Packaging;
import dev.giftwarden.local.stack.Patience;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Progress;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Routes;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Stack;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Makes what the three JVM images hold, and trains it: all three run the whole story against each
/// other, on ports, data and certificates of their own.
public final class Images {

  /// The steps that [#make()] reports.
  public static final int STEPS = 7;

  /// The second is told by classes that the first has loaded.
  private static final int STORIES = 2;

  private final Path project;
  private final Home home;
  private final Ports ports = Ports.of(FreePorts.find(11));
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
    // The same for all three: linked once, which takes seconds, and copied.
    Path runtime = home.folder().resolveSibling("jre");
    ServiceImage.linkRuntime(runtime);
    for (Service service : Service.values()) {
      of(service).copyPackage();
      of(service).copyRuntime(runtime);
      of(service).useWholeSeconds();
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

  /// As [#make()], unless the images are of what is packaged now. Tests of several modules ask at
  /// the same time: one process makes them, and the others wait for it.
  public void makeIfStale() {
    Path lock = home.folder().resolveSibling("images.lock");
    try {
      Files.createDirectories(lock.getParent());
      try (var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = file.lock()) {
        makeIfStaleAlone();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeIfStaleAlone() {
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
    try (Stack stack = recordingStack()) {
      stack.start();
      progress.begin("training");
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

  private Stack recordingStack() {
    return new Stack(
        home,
        ports,
        Routes.straight(ports),
        clock,
        progress,
        Packaging.JVM,
        service -> of(service).recording());
  }

  /// As an operator would, but with the time that writing takes: some hundred megabytes of what it
  /// has done.
  private void end(Replica replica) {
    var process = ProcessHandle.of(replica.pid()).orElseThrow();
    var patience = Patience.with(process, clock);
    process.destroy();
    while (!isGone(process)) {
      if (patience.isOver()) {
        throw new Failure(replica.service().folderName() + " does not write what it has done");
      }
    }
    replica.stop();
  }

  private static boolean isGone(ProcessHandle process) {
    try {
      process.onExit().get(1, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
