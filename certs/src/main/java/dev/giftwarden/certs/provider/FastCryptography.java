package dev.giftwarden.certs.provider;

import java.lang.System.Logger.Level;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;

/// Makes the Amazon Corretto Crypto Provider the first choice of this process where it can be
/// loaded: it signs and verifies about eight times as many tokens on a core as the JDK's own, and
/// halves the cost of a handshake. Where it cannot, everything works as before, only slower.
///
/// Called before anything else of a service runs: keys that one provider made cost the other a
/// conversion at each use.
///
/// By name only: the native executable is built without it.
public final class FastCryptography {

  private static final System.Logger LOG = System.getLogger(FastCryptography.class.getName());
  private static final String PROVIDER =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private FastCryptography() {}

  /// Says in one line of the log which provider it is.
  public static void install() {
    install(PROVIDER);
  }

  /// @return whether it is the first choice now
  static boolean install(String className) {
    try {
      Provider provider = (Provider) Class.forName(className).getField("INSTANCE").get(null);
      Optional<Throwable> fault = loadingError(provider);
      if (fault.isPresent()) {
        return without(fault.get());
      }
      Security.insertProviderAt(provider, 1);
      LOG.log(Level.INFO, "cryptography by {0} {1}", provider.getName(), provider.getVersionStr());
      testAside(provider);
      return true;
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      return without(e);
    }
  }

  private static boolean without(Throwable why) {
    // As text: a throwable would bring its stack, and this is no fault.
    LOG.log(Level.INFO, "cryptography by the JDK; the faster is not here: {0}", why.toString());
    return false;
  }

  private static Optional<Throwable> loadingError(Provider provider)
      throws ReflectiveOperationException {
    return Optional.ofNullable(
        (Throwable) provider.getClass().getMethod("getLoadingError").invoke(provider));
  }

  /// Its known answers take half a second of CPU: known long before the service is ready for
  /// anybody, and not worth waiting for. A provider that errs is not used further.
  private static void testAside(Provider provider) {
    Thread.ofPlatform()
        .daemon()
        .name("cryptography-self-tests")
        .start(() -> {
          if (!passes(provider)) {
            Security.removeProvider(provider.getName());
            LOG.log(Level.ERROR, "{0} fails its self tests; the JDK goes on", provider.getName());
          }
        });
  }

  static boolean passes(Provider provider) {
    try {
      Object result = provider.getClass().getMethod("runSelfTests").invoke(provider);
      return "PASSED".equals(String.valueOf(result));
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
