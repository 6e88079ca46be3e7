package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.KeyInHand;
import dev.giftwarden.testkit.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A client goes from one certificate to the next by itself, while it works.
class OverlapTest {
  private static final House HOUSE = House.started();
  private static final int CALLS = 20;
  private static final String PEM = "application/x-pem-file";
  private static final String CHAIN = "application/pem-certificate-chain";

  private final Partner partner = Partner.enterprise(HOUSE, "overlap");
  private final String client = HOUSE.auth + "/v1/accounts/" + partner.account + "/clients/erp";

  private String code() {
    Reply made = HOUSE.post(HOUSE.operator(), client + "/enrolment-codes", "{}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.text("/code");
  }

  private Https asked(Identity identity) {
    TlsFolder roots =
        TlsFolder.open(Objects.requireNonNull(HOUSE.operator().folder()), InstantSource.system());
    var tls =
        identity.folder() == null
            ? Tls.asNobody(roots, "auth")
            : Tls.as(TlsFolder.open(identity.folder(), InstantSource.system()), "auth");
    return Https.over(tls, HttpClient.Version.HTTP_2);
  }

  private static HttpRequest.Builder request(String url, String body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Identity issued(Https by, String... headers) throws IOException {
    var key = KeyInHand.make();
    Answer answer =
        by.send(
            request(client + "/certificates", key.pem(), headers)
                .header("Content-Type", PEM)
                .header("Accept", CHAIN));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    Path folder = HOUSE.home().folder().resolve("identities").resolve(HOUSE.fresh("overlap"));
    return new Identity(key.store(folder, answer.text(), Files.readString(HOUSE.root())));
  }

  private static Answer token(Https over) {
    return over.send(
        request(
            HOUSE.auth + "/oauth2/token",
            "grant_type=client_credentials&client_id=erp",
            "Content-Type",
            "application/x-www-form-urlencoded"));
  }

  @Test
  @DisplayName("M8 C10 no call fails while a client goes over to its next certificate, and back")
  void overlap() throws Exception {
    Identity old = issued(asked(Identity.NONE), "Authorization", "Bearer " + code());
    var over = new AtomicReference<>(asked(old));
    var done = new AtomicBoolean();
    List<String> outcomes = new ArrayList<>();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> calls =
          thread.submit(() -> {
            while (!done.get()) {
              outcomes.add(token(over.get()).outcome());
            }
          });
      Https first = over.get();
      assertThat(token(first).outcome()).isEqualTo("200");
      Https second = asked(issued(first));
      for (Https next : List.of(second, first, second)) {
        over.set(next);
        for (int i = 0; i < CALLS; i++) {
          assertThat(token(first).outcome()).isEqualTo("200");
          assertThat(token(second).outcome()).isEqualTo("200");
        }
      }
      done.set(true);
      calls.get();
    }
    assertThat(outcomes).hasSizeGreaterThan(CALLS).containsOnly("200");
  }
}
