package dev.giftwarden.local.http;

import java.net.URI;

/// Sees every answer to a [Caller], wherever it is on the class path as a service of Java's: tests
/// hold what the demo and their own callers are answered to the OpenAPI documents.
@FunctionalInterface
public interface Witness {
  void see(String method, URI uri, Answer answer);
}
