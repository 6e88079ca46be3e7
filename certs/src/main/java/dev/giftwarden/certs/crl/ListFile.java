package dev.giftwarden.certs.crl;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A list of revoked certificates in a file that somebody else keeps up to date, DER or PEM. It
/// fails closed: what is in the file now counts, and nothing that was in it before. A list that is
/// older than one that was seen here is none.
public final class ListFile {
  /// Twelve times a hundred thousand certificates.
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  /// What there is to go by, at one moment.
  public sealed interface State {
    record Absent() implements State {}

    record Fresh(SignedList list) implements State {}

    /// Or of a time to come.
    record Stale(SignedList list) implements State {}

    /// Nobody who is trusted here has signed it, or not so, or it is older than another was.
    record Refused(String why) implements State {}
  }

  /// What a look can tell without reading.
  private record Seen(FileTime changed, long bytes, Optional<Object> file) {
    static Seen of(BasicFileAttributes file) {
      return new Seen(file.lastModifiedTime(), file.size(), Optional.ofNullable(file.fileKey()));
    }
  }

  /// Either a list or what is wrong.
  private record Content(Optional<SignedList> list, Optional<String> fault) {
    static final Content NONE = new Content(Optional.empty(), Optional.empty());

    static Content of(SignedList list) {
      return new Content(Optional.of(list), Optional.empty());
    }

    static Content bad(String why) {
      return new Content(Optional.empty(), Optional.of(why));
    }
  }

  private final Path file;
  private final Supplier<List<X509Certificate>> authorities;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Seen seen;
  private List<X509Certificate> trusted = List.of();

  /// By the key that signed it.
  private final Map<String, BigInteger> newest = new HashMap<>();

  private volatile Content content = Content.NONE;

  /// @param authorities the CAs whose lists count, each vouched for by a root, at this moment
  private ListFile(Path file, Supplier<List<X509Certificate>> authorities, InstantSource clock) {
    this.file = file;
    this.authorities = authorities;
    this.clock = clock;
  }

  /// Looks at it for the first time. It may be absent, stale or wrong.
  ///
  /// @throws IllegalArgumentException with one line for the operator, if there can never be a list
  public static ListFile open(
      Path file, Supplier<List<X509Certificate>> authorities, InstantSource clock) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder: name the file in it");
    }
    if (Files.exists(file) && !Files.isReadable(file)) {
      throw new IllegalArgumentException(file + " cannot be read: let this process's user read it");
    }
    var opened = new ListFile(file, authorities, clock);
    opened.look();
    return opened;
  }

  /// Reads it again if it, or who is trusted, has changed.
  public void look() {
    lock.lock();
    try {
      List<X509Certificate> now = authorities.get();
      Seen there = Seen.of(Files.readAttributes(file, BasicFileAttributes.class));
      if (!there.equals(seen) || !now.equals(trusted)) {
        content = read(there, now);
        seen = there;
        trusted = now;
      }
    } catch (IOException _) {
      seen = null;
      content = Content.NONE;
    } finally {
      lock.unlock();
    }
  }

  private Content read(Seen there, List<X509Certificate> now) throws IOException {
    if (there.bytes() > MOST_BYTES) {
      return Content.bad("the list is larger than " + MOST_BYTES + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    String why = "no partners' issuing CA is trusted here: put its certificate into ca.crt";
    for (X509Certificate ca : now) {
      try {
        return next(SignedList.read(bytes, ca));
      } catch (IllegalArgumentException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    return Content.bad(why);
  }

  /// Whoever can write the file cannot go back in time.
  private Content next(SignedList list) {
    BigInteger last = newest.merge(list.issuerKey(), list.number(), BigInteger::max);
    return last.equals(list.number())
        ? Content.of(list)
        : Content.bad("the list is older than one that was here before");
  }

  public State state() {
    Content now = content;
    if (now.list().isPresent()) {
      SignedList list = now.list().get();
      return list.isFresh(clock.instant()) ? new State.Fresh(list) : new State.Stale(list);
    }
    return now.fault().<State>map(State.Refused::new).orElseGet(State.Absent::new);
  }

  /// What is in it now, if somebody who is trusted has signed it; fresh or not.
  public Optional<SignedList> list() {
    return content.list();
  }
}
