package dev.giftwarden.gift.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.format.Form;
import dev.giftwarden.edge.text.Utf8;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What recipients are answered: pages, each of which is all there is to load.
@Singleton
class ClaimPages {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String CLAIM = "claim";
  private static final String DECLINE = "decline";

  @CheckedTemplate(basePath = "claim")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance page(View view);
  }

  private final Claims claims;
  private final Views views;

  ClaimPages(Claims claims, Views views) {
    this.claims = claims;
    this.views = views;
  }

  /// Somebody who asks, or sends a form.
  ///
  /// @param from whom wrong links are counted to
  record Visitor(
      String method,
      String target,
      String contentType,
      Language language,
      Origin origin,
      ByteBuffer from) {}

  @SuppressWarnings("ArrayRecordComponent") // written to a connection, never compared
  record Page(int status, Map<String, String> headers, byte[] html) {}

  Page get(Visitor visitor) {
    if (!visitor.method().equals("GET") && !visitor.method().equals("HEAD")) {
      return refused(ProblemType.METHOD_NOT_ALLOWED, visitor.language());
    }
    Path path = Path.of(visitor.target());
    boolean looks = visitor.method().equals("GET");
    return path.act().isEmpty()
        ? shown(claims.look(path.visit(visitor, looks)), path, visitor)
        : refused(ProblemType.METHOD_NOT_ALLOWED, visitor.language());
  }

  Page post(Visitor visitor, byte[] body) {
    Path path = Path.of(visitor.target());
    if (!visitor.contentType().split(";", 2)[0].strip().equalsIgnoreCase(FORM)) {
      return refused(ProblemType.UNSUPPORTED_MEDIA_TYPE, visitor.language());
    }
    Optional<Map<String, List<String>>> form = Utf8.decode(body).flatMap(Form::parse);
    boolean saysTwice =
        form.stream().flatMap(all -> all.values().stream()).anyMatch(said -> said.size() > 1);
    if (form.isEmpty() || saysTwice) {
      return refused(ProblemType.MALFORMED_REQUEST, visitor.language());
    }
    return switch (path.act()) {
      case CLAIM -> claim(visitor, path, form.get());
      case DECLINE -> done(claims.decline(path.visit(visitor, true)), path, visitor);
      default -> refused(ProblemType.METHOD_NOT_ALLOWED, visitor.language());
    };
  }

  /// A form with a fault is shown again, where there is a gift for it.
  private Page claim(Visitor visitor, Path path, Map<String, List<String>> form) {
    return switch (DeliveryForm.read(form)) {
      case DeliveryForm.Read.Whole(Claims.Wish wish, DeliveryForm typed) -> {
        Face face = claims.claim(path.visit(visitor, true), wish);
        yield face instanceof Face.Waiting waiting
            ? mended(waiting, typed, path, visitor)
            : done(face, path, visitor);
      }
      case DeliveryForm.Read.Faulty(DeliveryForm faulty) -> {
        Face face = claims.look(path.visit(visitor, true));
        yield face instanceof Face.Waiting waiting
            ? mended(waiting, faulty, path, visitor)
            : shown(face, path, visitor);
      }
    };
  }

  private Page mended(Face.Waiting waiting, DeliveryForm typed, Path path, Visitor visitor) {
    boolean chooses = waiting.gift().selection().isPresent();
    DeliveryForm form = chooses ? typed.among(waiting.choices()) : typed;
    return page(422, views.waiting(visitor.language(), waiting, path.link(), form));
  }

  /// RFC 9110, section 15.4.4: what was done is looked at under the link itself, so that to load
  /// the page again does nothing again.
  private Page done(Face face, Path path, Visitor visitor) {
    if (face instanceof Face.Status) {
      Page page = page(303, views.message(visitor.language(), visitor.language().words().title()));
      page.headers().put("Location", path.link());
      return page;
    }
    return shown(face, path, visitor);
  }

  private Page shown(Face face, Path path, Visitor visitor) {
    Language language = visitor.language();
    Words words = language.words();
    return switch (face) {
      case Face.Waiting waiting ->
          page(200, views.waiting(language, waiting, path.link(), DeliveryForm.EMPTY));
      case Face.Status(var gift) -> page(200, views.status(language, gift));
      case Face.Nothing() -> page(404, views.nothing(language));
      case Face.Later() -> refused(ProblemType.BUSY, language);
      case Face.TooMany() -> {
        Page page = page(429, views.message(language, words.tooMany()));
        page.headers().put("Retry-After", "60");
        yield page;
      }
    };
  }

  /// What is refused whatever the link is.
  Page refused(ProblemType type, Language language) {
    Page page = page(type.status(), views.message(language, language.words().failed()));
    if (type == ProblemType.METHOD_NOT_ALLOWED) {
      page.headers().put("Allow", "GET, HEAD, POST");
    }
    return page;
  }

  private Page page(int status, View view) {
    Map<String, String> headers = new TreeMap<>(views.headers());
    headers.put("Content-Language", view.language());
    return new Page(status, headers, Templates.page(view).render().getBytes(UTF_8));
  }

  /// `/SECRET`, or `/SECRET/claim`.
  ///
  /// @param act what is behind it, or empty
  private record Path(String secret, String act) {

    static Path of(String target) {
      String[] parts = target.split("\\?", 2)[0].substring(1).split("/", -1);
      boolean known = parts.length == 1 || parts.length == 2 && isAct(parts[1]);
      return known ? new Path(parts[0], parts.length == 1 ? "" : parts[1]) : new Path("", "");
    }

    private static boolean isAct(String part) {
      return part.equals(CLAIM) || part.equals(DECLINE);
    }

    /// Relative to the host, so that nothing leads anywhere else.
    String link() {
      return "/" + secret;
    }

    Claims.Visit visit(Visitor visitor, boolean looks) {
      return new Claims.Visit(LinkSecret.parse(secret), visitor.origin(), visitor.from(), looks);
    }
  }
}
