package dev.giftwarden.certs.cli.anchor;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.Tls13;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// What one process says that each root is needed for.
///
/// @param service the one in its certificate, or whose metrics the file is said to hold
/// @param from where that was read
record Asked(String service, String from, List<Line> lines) {
  /// @param needed how many connections or keys stand by it
  record Line(String anchor, String kind, long needed) {}

  private static final List<String> PEERS = List.of("service", "server", "partner");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Pattern LINE =
      Pattern.compile("(?m)^giftwarden_peers_anchored\\{([^}]*)} ([0-9.eE+]+)$");

  private static final Pattern TAG = Pattern.compile("([a-z_]+)=\"([^\"\\\\]*)\"");

  private static final String PATH = "/q/metrics";

  /// Over TLS, by the management port. Which service answers, its certificate says.
  ///
  /// @param management `https://localhost:9441`
  static Asked of(URI management, List<X509Certificate> roots) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(Tls13.context(null, Tls13.trusting(roots)))
            .connectTimeout(PATIENCE)
            .build()) {
      HttpRequest request =
          HttpRequest.newBuilder(management.resolve(PATH))
              .timeout(PATIENCE)
              .header("Accept", "text/plain")
              .build();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(management + " answered " + answer.statusCode());
      }
      return new Asked(service(answer), management.toString(), lines(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask " + management, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String service(HttpResponse<String> answer) throws SSLPeerUnverifiedException {
    SSLSession session =
        answer.sslSession().orElseThrow(() -> new IllegalArgumentException("only https is asked"));
    List<X509Certificate> chain =
        Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    SpiffeId id = PeerCertificate.of(chain).id();
    if (id instanceof SpiffeId.Service(String name) && id.kind() == Kind.SERVICE) {
      return name;
    }
    throw new IllegalStateException(answer.uri() + " is no service but " + id.uri());
  }

  /// What somebody else has read there.
  static Asked of(String service, Path scraped) {
    try {
      return new Asked(service, scraped.toString(), lines(Files.readString(scraped)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + scraped, e);
    }
  }

  /// @throws IllegalArgumentException if there is none: no answer is not the answer nought
  private static List<Line> lines(String metrics) {
    List<Line> lines =
        LINE.matcher(metrics)
            .results()
            .map(line -> {
              Map<String, String> tags = tags(line.group(1));
              return new Line(
                  tags.getOrDefault("anchor", ""),
                  tags.getOrDefault("kind", ""),
                  Math.round(Double.parseDouble(line.group(2))));
            })
            .toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("no giftwarden_peers_anchored in these metrics");
    }
    return lines;
  }

  private static Map<String, String> tags(String text) {
    Matcher tag = TAG.matcher(text);
    return tag.results()
        .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
  }

  /// What stands by this root, by kind; nothing else.
  Map<String, Long> needs(String anchor) {
    Map<String, Long> needs = new TreeMap<>();
    lines.stream()
        .filter(line -> line.anchor().equals(anchor) && line.needed() > 0)
        .forEach(line -> needs.merge(line.kind(), line.needed(), Long::sum));
    return needs;
  }

  /// The kinds of peers that this root is not believed to vouch for yet: partners' roots are in
  /// another file than the services', so the one may be read before the other.
  List<String> doubts(String anchor) {
    List<String> believed =
        lines.stream().filter(line -> line.anchor().equals(anchor)).map(Line::kind).toList();
    return PEERS.stream().filter(kind -> !believed.contains(kind)).toList();
  }
}
