package dev.giftwarden.local.image;

import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Packaging;
import dev.giftwarden.local.stack.Program;
import dev.giftwarden.local.stack.Progress;
import dev.giftwarden.local.stack.Service;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/// What is started of each service, by one word: a packaging, or what the JVM images hold.
///
/// @param packaging what migrates
public record Programs(Packaging packaging, Function<Service, Program> of) {
  /// The word for what the JVM images hold: with the virtual machine's cache, trained.
  public static final String IMAGE = "image";

  private static final List<String> WORDS =
      List.of(Packaging.JVM.text(), IMAGE, Packaging.NATIVE.text());

  /// Refuses a word that is none, before anything is made, claimed or deleted.
  ///
  /// @throws Failure where it is none
  public static void require(String word) {
    if (!WORDS.contains(word)) {
      throw new Failure(
          "not a packaging: %s; there are %s".formatted(word, String.join(", ", WORDS)));
    }
  }

  /// Makes the images first where what is packaged has changed since, which takes minutes.
  ///
  /// @param word one of those that [#require] lets pass
  public static Programs named(String word, Home home, InstantSource clock, Progress progress) {
    if (!word.equals(IMAGE)) {
      Packaging packaging = Packaging.of(word);
      return new Programs(packaging, service -> packaging.of(home, service));
    }
    new Images(home.project(), clock, progress).makeIfStale();
    return new Programs(
        Packaging.JVM, service -> new ServiceImage(home.project(), service).program());
  }
}
