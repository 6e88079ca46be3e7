package dev.giftwarden.edge.problem;

import dev.giftwarden.auth.client.refusal.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;

/// The problem of a version that is no more. It is byte by byte the same for everybody, so it has
/// no `instance`: nothing was looked at but the version. The request's id is in its header.
///
/// @param successor the version to call: `v2`
@RegisterForReflection(registerFullHierarchy = true)
public record RetiredDocument(URI type, String title, int status, String detail, String successor) {

  public static RetiredDocument of(String successor) {
    var type = ProblemType.VERSION_RETIRED;
    return new RetiredDocument(type.uri(), type.title(), type.status(), type.hint(), successor);
  }
}
