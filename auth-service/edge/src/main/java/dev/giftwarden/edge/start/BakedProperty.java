package dev.giftwarden.edge.start;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A system property that a static initialiser of the platform or of a library reads: once in the
/// life of a process, and in a native executable when that is built. There, what is set at a start
/// comes too late. So each has its value in two places: at every start, as ever, and in the root
/// `pom.xml` for the builder (`quarkus.native.additional-build-args`).
public enum BakedProperty {
  /// Resumed TLS sessions would carry an identity that nobody has proven
  /// ([dev.giftwarden.certs.quarkus.PublicTls]). A flag of the command line, wherever a service is
  /// started: classes of the platform may have read it before the first line of ours.
  RESUMPTION("jdk.tls.server.newSessionTicketCount", "0", false),

  /// Bad targets would get a bare 400 before any filter
  /// ([dev.giftwarden.edge.reception.HeadFilter]).
  TARGETS("vertx.disableURIValidation", "true", true),

  /// Quarkus sets it for a service without web sockets, when its server starts; else what asks for
  /// one gets a bare 501.
  WEB_SOCKETS("vertx.disableWebsockets", "true", true);

  private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

  private final String property;
  private final String value;
  private final boolean settable;

  /// In an executable, by the properties of its builder: the builder initialised this class.
  private final @Nullable String built;

  /// @param settable whether the first line of ours is early enough
  BakedProperty(String property, String value, boolean settable) {
    this.property = property;
    this.value = value;
    this.settable = settable;
    this.built = System.getProperty(property);
  }

  /// Sets what can still be set. To be called before anything of Quarkus.
  ///
  /// @throws IllegalStateException in an executable that was built with another value
  public static void install() {
    if (isExecutable()) {
      String faults =
          Stream.of(values())
              .flatMap(baked -> baked.fault(baked.built).stream())
              .collect(Collectors.joining(", "));
      if (!faults.isEmpty()) {
        throw new IllegalStateException(
            "refusing to start: this executable was built with " + faults);
      }
    }
    Stream.of(values())
        .filter(baked -> baked.settable)
        .forEach(baked -> System.setProperty(baked.property, baked.value));
  }

  public static boolean isExecutable() {
    return "runtime".equals(System.getProperty(IMAGE_CODE));
  }

  /// As a flag of a command line, and behind `-J` of the builder.
  public String flag() {
    return "-D" + property + "=" + value;
  }

  /// Whether a start sets it by itself; the others have to be on its command line.
  public boolean isSetAtStart() {
    return settable;
  }

  Optional<String> fault(@Nullable String found) {
    return value.equals(found)
        ? Optional.empty()
        : Optional.of(
            "%s %s, which has to be %s"
                .formatted(property, found == null ? "unset" : "= " + found, value));
  }
}
