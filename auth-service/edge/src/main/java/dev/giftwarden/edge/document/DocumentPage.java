package dev.giftwarden.edge.document;

import dev.giftwarden.edge.request.AnswerHeaders;
import dev.giftwarden.edge.text.PolicyHash;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A page for people beside the document for programs: one file of our own that reads `/openapi` in
/// the browser. Nothing of anybody else's is loaded, and the policy that goes with it lets nothing
/// run but what is in the file.
@ApplicationScoped
public class DocumentPage {
  static final String PATH = "/openapi.html";
  private static final String FILE = "page.html";

  private final String html = read();
  private final String policy =
      "default-src 'none'; connect-src 'self'; style-src %s; script-src %s; base-uri 'none';"
              .formatted(hash("style"), hash("script"))
          + " form-action 'none'; frame-ancestors 'none'";

  void register(@Observes Router router) {
    router.get(PATH).handler(this::show);
  }

  private void show(RoutingContext context) {
    AnswerHeaders.allowKeeping(context);
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader("Content-Security-Policy", policy)
        .putHeader("Referrer-Policy", "no-referrer")
        .end(Buffer.buffer(html));
  }

  /// What is between the tags of its one style, or its one script.
  private String hash(String element) {
    String open = "<" + element + ">";
    int from = html.indexOf(open) + open.length();
    return PolicyHash.of(html.substring(from, html.indexOf("</" + element + ">")));
  }

  private static String read() {
    try (InputStream file = DocumentPage.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("the page is not in this build");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
