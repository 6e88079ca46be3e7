package dev.giftwarden.acceptance.document;

import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Witness;
import dev.giftwarden.testkit.Described;
import java.net.URI;

/// Every answer to a `Caller` of deploy/local is as its document says, in these tests.
public final class HeldToDocuments implements Witness {
  @Override
  public void see(String method, URI uri, Answer answer) {
    Described.check(
        method,
        uri,
        new dev.giftwarden.testkit.Answer(answer.status(), answer.headers(), answer.body()));
  }
}
