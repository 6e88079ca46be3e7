package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.edge.Access;
import dev.giftwarden.auth.client.edge.AccessTable;
import dev.giftwarden.gift.budget.BudgetResource;
import dev.giftwarden.gift.gift.GiftResource;
import dev.giftwarden.gift.recipient.RecipientResource;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Partner.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Walks every route through the access table.
@QuarkusTest
class AccessTest extends ApiTest {

  @Inject AccessTable table;

  @Test
  @DisplayName("K1 every route has a row in the access table, and every row a route")
  void tableIsComplete() {
    Set<String> declared =
        Stream.of(GiftResource.class, BudgetResource.class, RecipientResource.class)
            .flatMap(AccessTest::routes)
            .collect(Collectors.toSet());

    assertThat(table.routes()).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  @DisplayName("K1 no route answers a caller who has every scope but its own")
  void eachRouteTakesItsScope() {
    for (String route : table.routes()) {
      Set<Scope> own = ((Access.Scoped) table.find(route).orElseThrow()).anyOf();
      Set<Scope> others = EnumSet.allOf(Scope.class);
      others.removeAll(own);
      others.remove(Scope.AUDIT_APPEND);

      Answer refused =
          call(partner("acme", token -> token.scopes(others.toArray(Scope[]::new))), route);

      assertThat(refused.status()).as(route).isEqualTo(403);
      assertThat(refused.problem()).as(route).isEqualTo("insufficient-scope");
      assertThat(refused.body().path("detail").asText())
          .as(route)
          .contains(own.iterator().next().text());
    }
  }

  @Test
  @DisplayName("K1 no route answers a caller without credentials")
  void eachRouteTakesCredentials() {
    for (String route : table.routes()) {
      assertThat(call(Partner.stranger(stack()), route).problem())
          .as(route)
          .isEqualTo("credentials-missing");
    }
  }

  @Test
  @DisplayName("K1 each route takes a caller with its scope alone past the edge")
  void eachRouteOpensToItsScope() {
    for (String route : table.routes()) {
      Set<Scope> own = ((Access.Scoped) table.find(route).orElseThrow()).anyOf();

      Answer answer =
          call(partner("acme", token -> token.scopes(own.toArray(Scope[]::new))), route);

      assertThat(answer.status()).as(route).isNotIn(401, 403);
    }
  }

  private static Answer call(Partner partner, String route) {
    String[] words = route.split(" ");
    String path = words[1].replace("{id}", NOWHERE);
    return partner.send(words[0], path, words[0].equals("POST") ? "{}" : null);
  }

  private static Stream<String> routes(Class<?> resource) {
    String base = resource.getAnnotation(Path.class).value();
    return Arrays.stream(resource.getDeclaredMethods())
        .flatMap(method -> verb(method).map(verb -> verb + " " + base + path(method)));
  }

  private static String path(Method method) {
    Path path = method.getAnnotation(Path.class);
    return path == null ? "" : path.value();
  }

  private static Stream<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
        .map(type -> type.getAnnotation(HttpMethod.class).value());
  }
}
