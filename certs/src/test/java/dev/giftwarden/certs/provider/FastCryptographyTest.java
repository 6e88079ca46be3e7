package dev.giftwarden.certs.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FastCryptographyTest {

  private final List<Provider> before = List.of(Security.getProviders());

  @AfterEach
  void forget() {
    Security.removeProvider("good");
  }

  @Test
  @DisplayName("A provider that loads becomes the first choice")
  void takes() {
    assertThat(FastCryptography.install(Good.class.getName())).isTrue();
    assertThat(Security.getProviders()[0]).isSameAs(Good.INSTANCE);
  }

  @Test
  @DisplayName("Without the library everything stays as it was")
  void absent() {
    assertThat(FastCryptography.install("dev.giftwarden.Nowhere")).isFalse();
    assertThat(Security.getProviders()).containsExactlyElementsOf(before);
  }

  @Test
  @DisplayName("A library that cannot be loaded here changes nothing")
  void unloadable() {
    assertThat(FastCryptography.install(Unloadable.class.getName())).isFalse();
    assertThat(Security.getProviders()).containsExactlyElementsOf(before);
  }

  @Test
  @DisplayName("A class that is no provider changes nothing")
  void somethingElse() {
    assertThat(FastCryptography.install(NoProvider.class.getName())).isFalse();
    assertThat(Security.getProviders()).containsExactlyElementsOf(before);
  }

  @Test
  @DisplayName("Only self tests that say PASSED are passed")
  void selfTests() {
    assertThat(FastCryptography.passes(Good.INSTANCE)).isTrue();
    assertThat(FastCryptography.passes(Unloadable.INSTANCE)).isFalse();
    assertThat(FastCryptography.passes(before.getFirst())).isFalse();
  }

  /// As the real one looks from outside.
  public static class Fake extends Provider {
    private final @Nullable Throwable fault;
    private final String verdict;

    Fake(String name, @Nullable Throwable fault, String verdict) {
      super(name, "1", name);
      this.fault = fault;
      this.verdict = verdict;
    }

    public @Nullable Throwable getLoadingError() {
      return fault;
    }

    public String runSelfTests() {
      return verdict;
    }
  }

  public static final class Good extends Fake {
    public static final Good INSTANCE = new Good();

    private Good() {
      super("good", null, "PASSED");
    }
  }

  public static final class Unloadable extends Fake {
    public static final Unloadable INSTANCE = new Unloadable();

    private Unloadable() {
      super("unloadable", new UnsatisfiedLinkError("no such file"), "FAILED");
    }
  }

  public static final class NoProvider {
    public static final String INSTANCE = "no provider";

    private NoProvider() {}
  }
}
