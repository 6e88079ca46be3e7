package dev.giftwarden.gift.sealing;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.certs.quarkus.Rotation;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.person.EmailAddress;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// The keys that are mounted and never in the database. A change of the folder is taken up as one
/// of certificates is, without a restart; a folder that breaks later changes nothing.
@Singleton
public class Keys {

  private static final Logger LOG = Logger.getLogger(Keys.class);

  private static final String WRAPPED = "giftwarden/data-key/v1";
  private static final String INDEXED = "giftwarden/email-index/v1";
  private static final String CURSOR_KEY = "giftwarden/cursor-key/v1";

  private final Path folder;
  private final RandomGenerator random;
  private volatile KeyRing ring;
  private String told = "";

  /// Files are read beneath it.
  private final ReentrantLock looking = new ReentrantLock();

  @Inject
  Keys(KeysConfig config, RandomGenerator random, Rotation rotation) {
    this(config.folder(), random);
    tell();
    rotation.afterEachLook(this::look);
  }

  /// @throws ConfigurationException in one line, for Quarkus to print and to exit
  Keys(Path folder, RandomGenerator random) {
    this.folder = folder;
    this.random = random;
    try {
      this.ring = KeyRing.read(folder);
    } catch (IOException | InvalidValue unusable) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.keys.folder: cannot use %s (%s)"
              .formatted(folder, why(unusable)));
    }
  }

  /// The same for a command, which looks at the folder when it thinks of it.
  ///
  /// @throws ConfigurationException in one line
  public static Keys of(Path folder, RandomGenerator random) {
    return new Keys(folder, random);
  }

  /// Takes up what has become of the folder.
  public void look() {
    looking.lock();
    try {
      KeyRing found = KeyRing.read(folder).with(ring);
      if (!found.equals(ring)) {
        ring = found;
        tell();
      }
      told = "";
    } catch (IOException | InvalidValue unusable) {
      if (!told.equals(why(unusable))) {
        told = why(unusable);
        LOG.errorf("Keeping the old keys of recipients: %s: %s", folder, told);
      }
    } finally {
      looking.unlock();
    }
  }

  private void tell() {
    LOG.infof("Keys of recipients: %s, now wrapping with %s.", ring.names(), current());
  }

  private static String why(Exception unusable) {
    return unusable instanceof InvalidValue invalid
        ? invalid.wanted()
        : unusable.getClass().getSimpleName() + ": " + unusable.getMessage();
  }

  /// The name of the key that wraps.
  public String current() {
    return ring.current();
  }

  /// A key that nobody had before.
  public DataKey next(Owner owner) {
    return DataKey.next(owner, random);
  }

  /// The same key under the current one, as it may be stored.
  public WrappedKey wrap(DataKey key) {
    KeyRing now = ring;
    byte[] nonce = new byte[Secret.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] about = about(key.owner(), now.current());
    byte[] wrapped = now.wrapping().seal(nonce, key.secret().bytes(), about);
    return new WrappedKey(now.current(), wrapped);
  }

  /// @throws SealException if the key that wrapped it is not in the folder, or it is another row's
  public DataKey unwrap(WrappedKey wrapped, Owner owner) {
    byte[] key = kek(wrapped).open(wrapped.bytes(), about(owner, wrapped.kek()));
    return new DataKey(new Secret(key), owner, random);
  }

  /// 32 bytes that are somebody's, not a recipient's, under the current key.
  ///
  /// @param about what has to be said again to unwrap them
  public WrappedKey wrap(byte[] secret, CanonicalRequest about) {
    KeyRing now = ring;
    byte[] nonce = new byte[Secret.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] words = about.text(now.current()).toBytes();
    return new WrappedKey(now.current(), now.wrapping().seal(nonce, secret, words));
  }

  /// @throws SealException if the key that wrapped it is not in the folder, or it is another's
  public byte[] unwrap(WrappedKey wrapped, CanonicalRequest about) {
    return kek(wrapped).open(wrapped.bytes(), about.text(wrapped.kek()).toBytes());
  }

  private Secret kek(WrappedKey wrapped) {
    return ring.find(wrapped.kek())
        .orElseThrow(() -> new SealException("no " + wrapped.kek() + " in " + folder));
  }

  private static byte[] about(Owner owner, String kek) {
    return owner.about(WRAPPED).text(kek).toBytes();
  }

  /// What stands for an address among the rows of one account: the same for each way to capitalise
  /// it, and nothing to whoever has not the key.
  public byte[] index(AccountId account, Environment environment, EmailAddress email) {
    return ring.emailIndex()
        .mac(
            new CanonicalRequest(INDEXED)
                .text(account.value())
                .text(environment.text())
                .text(email.folded())
                .toBytes());
  }

  /// HMAC-SHA-256 of what a cursor says, under a key derived from the one that is never replaced:
  /// every replica has the same, the database none, and a rotation ends no cursor.
  public byte[] signCursor(byte[] said) {
    return ring.emailIndex().derive(CURSOR_KEY).mac(said);
  }
}
