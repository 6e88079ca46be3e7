package dev.giftwarden.edge.document;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/// A document names nothing that none of its operations uses.
final class Unused {
  private Unused() {}

  static void drop(OpenAPI document) {
    List<APIResponse> answers = operations(document).flatMap(Unused::answers).toList();
    Map<String, APIResponse> shared = document.getComponents().getResponses();
    Set<String> used = names(answers.stream().map(APIResponse::getRef));
    Set.copyOf(shared.keySet()).stream()
        .filter(name -> !used.contains(name))
        .forEach(document.getComponents()::removeResponse);
    Set<String> headers =
        new HashSet<>(
            names(
                Stream.concat(
                        answers.stream(), document.getComponents().getResponses().values().stream())
                    .flatMap(answer -> Optional.ofNullable(answer.getHeaders()).stream())
                    .flatMap(some -> some.values().stream())
                    .map(Header::getRef)));
    Set.copyOf(document.getComponents().getHeaders().keySet()).stream()
        .filter(name -> !headers.contains(name))
        .forEach(document.getComponents()::removeHeader);
  }

  private static Stream<Operation> operations(OpenAPI document) {
    return document.getPaths().getPathItems().values().stream()
        .flatMap(item -> item.getOperations().values().stream());
  }

  private static Stream<APIResponse> answers(Operation operation) {
    return operation.getResponses().getAPIResponses().values().stream();
  }

  private static Set<String> names(Stream<String> refs) {
    return refs.flatMap(ref -> Optional.ofNullable(ref).stream())
        .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }
}
