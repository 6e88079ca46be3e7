package dev.giftwarden.audit.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.giftwarden.audit.v1.AuditServiceGrpc;
import io.grpc.MethodDescriptor;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Every way in has its row.
class AccessTest {
  @Test
  @DisplayName("K1 every route has a row in the access table, and every row a route")
  void coversRoutes() {
    Stream<String> routes =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.giftwarden.audit")
                .stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .map(JavaClass::reflect)
                .flatMap(AccessTest::routes);
    assertThat(routes).containsExactlyInAnyOrderElementsOf(new AuditAccess().routes().routes());
  }

  @Test
  @DisplayName("Z3 every RPC has a row in the access table, and every row an RPC")
  void coversRpcs() {
    assertThat(AuditServiceGrpc.getServiceDescriptor().getMethods())
        .extracting(MethodDescriptor::getFullMethodName)
        .containsExactlyInAnyOrderElementsOf(new AuditAccess().rpcs().methods());
  }

  private static Stream<String> routes(Class<?> resource) {
    return Arrays.stream(resource.getDeclaredMethods())
        .filter(AccessTest::isRoute)
        .map(method -> "GET " + resource.getAnnotation(Path.class).value() + path(method));
  }

  /// Audit is read, and nothing else; a route that writes would need more than a row.
  private static boolean isRoute(Method method) {
    boolean route =
        Arrays.stream(method.getAnnotations())
            .anyMatch(found -> found.annotationType().isAnnotationPresent(HttpMethod.class));
    assertThat(route).isEqualTo(method.isAnnotationPresent(GET.class));
    return route;
  }

  private static String path(Method method) {
    Path path = method.getAnnotation(Path.class);
    return path == null ? "" : path.value();
  }
}
