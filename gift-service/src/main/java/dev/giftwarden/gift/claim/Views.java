package dev.giftwarden.gift.claim;

import dev.giftwarden.edge.text.PolicyHash;
import dev.giftwarden.gift.catalogue.Description;
import dev.giftwarden.gift.catalogue.Product;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.money.Money;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the pages show, and what browsers are told about them: nothing is loaded, run, framed,
/// kept, or told to where a link leads.
@Singleton
class Views {
  private static final String CSS = "page.css";

  private final String style = read();
  private final Map<String, String> headers =
      Map.of(
          "Content-Type",
          "text/html; charset=utf-8",
          "Content-Security-Policy",
          "default-src 'none'; style-src "
              + PolicyHash.of(style)
              + "; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store",
          "X-Content-Type-Options",
          "nosniff",
          "X-Robots-Tag",
          "noindex",
          "Strict-Transport-Security",
          "max-age=31536000",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Vary",
          "Accept-Language");

  Map<String, String> headers() {
    return headers;
  }

  View waiting(Language language, Face.Waiting waiting, String link, DeliveryForm form) {
    Words words = language.words();
    Gift gift = waiting.gift();
    return new View(
        language.tag(),
        language.direction(),
        words,
        style,
        "waiting",
        words.waiting(),
        "",
        worth(gift),
        gift.expiresAt().map(end -> end.atZone(ZoneOffset.UTC).toLocalDate().toString()).orElse(""),
        link,
        choice(words, waiting, form),
        fields(words, form),
        !form.faults().isEmpty());
  }

  View status(Language language, Gift gift) {
    Words words = language.words();
    String chosen =
        gift.purchase().map(one -> words.chosen() + " " + one.name().value()).orElse("");
    return shown(language, words.of(gift.state()), chosen, worth(gift));
  }

  /// Who chooses sees what there is, and not what others would spend.
  private static String worth(Gift gift) {
    return gift.selection().isPresent() ? "" : text(gift.value());
  }

  /// The first has the name of the whole, so that its fault leads there.
  private static View.Choice choice(Words words, Face.Waiting waiting, DeliveryForm form) {
    if (waiting.gift().selection().isEmpty()) {
      return View.Choice.NONE;
    }
    List<Product> choices = waiting.choices();
    List<View.Option> options =
        IntStream.range(0, choices.size())
            .mapToObj(i -> option(i, choices.get(i), form.value(DeliveryForm.PRODUCT)))
            .toList();
    @Nullable String fault = form.faults().get(DeliveryForm.PRODUCT);
    String said =
        fault == null ? "" : fault.equals(DeliveryForm.GONE) ? words.gone() : words.unchosen();
    return new View.Choice(true, options, said);
  }

  private static View.Option option(int place, Product product, String chosen) {
    String sku = product.sku().value();
    return new View.Option(
        place == 0 ? DeliveryForm.PRODUCT : DeliveryForm.PRODUCT + "-" + place,
        sku,
        product.name().value(),
        product.description().map(Description::value).orElse(""),
        sku.equals(chosen));
  }

  View nothing(Language language) {
    return shown(language, language.words().nothing(), language.words().nothingHint(), "");
  }

  View message(Language language, String message) {
    return shown(language, message, "", "");
  }

  private View shown(Language language, String message, String hint, String value) {
    return new View(
        language.tag(),
        language.direction(),
        language.words(),
        style,
        "message",
        message,
        hint,
        value,
        "",
        "",
        View.Choice.NONE,
        List.of(),
        false);
  }

  private static List<View.Field> fields(Words words, DeliveryForm form) {
    return List.of(
        field(words, form, "name", words.name(), "name", true, 200),
        field(words, form, "line1", words.line1(), "address-line1", true, 200),
        field(words, form, "line2", words.line2(), "address-line2", false, 200),
        field(words, form, "city", words.city(), "address-level2", true, 100),
        field(words, form, "region", words.region(), "address-level1", false, 100),
        field(words, form, "postalCode", words.postalCode(), "postal-code", false, 20),
        field(words, form, "country", words.country(), "country", true, 2)
            .with(words.countryHint()));
  }

  private static String text(Words words, String fault) {
    return fault.equals(DeliveryForm.ABSENT)
        ? words.absentField()
        : words.wrongField() + " " + fault;
  }

  private static View.Field field(
      Words words,
      DeliveryForm form,
      String name,
      String label,
      String autocomplete,
      boolean required,
      int longest) {
    return new View.Field(
        name,
        label,
        autocomplete,
        required,
        longest,
        "",
        form.value(name),
        Optional.ofNullable(form.faults().get(name)).map(fault -> text(words, fault)).orElse(""));
  }

  /// `25.00 EUR`, in the same digits in every language. A row may have a currency that the platform
  /// has forgotten: better no value than another.
  static String text(Money value) {
    String code = value.currency().value();
    return Currency.getAvailableCurrencies().stream()
        .filter(known -> known.getCurrencyCode().equals(code))
        .map(known -> Math.max(0, known.getDefaultFractionDigits()))
        .map(digits -> BigDecimal.valueOf(value.minor(), digits).toPlainString() + " " + code)
        .findAny()
        .orElse("");
  }

  private static String read() {
    try (InputStream file = Views.class.getResourceAsStream(CSS)) {
      if (file == null) {
        throw new IllegalStateException("the style of the page is not in this build");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
