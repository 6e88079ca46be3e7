package dev.giftwarden.auth.oauth;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.limit.Guesses;
import dev.giftwarden.auth.oauth.OAuthForm.Malformed;
import dev.giftwarden.auth.token.HolderCheck;
import dev.giftwarden.auth.token.live.Holder;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who asks about a token, at the endpoints for that: proven as at the token endpoint.
@ApplicationScoped
class ClientAuthentication {
  private final HolderCheck check;
  private final CurrentCaller current;
  private final DecisionSink sink;
  private final KeysSeen keys;
  private final Guesses guesses;

  ClientAuthentication(
      HolderCheck check, CurrentCaller current, DecisionSink sink, KeysSeen keys, Guesses guesses) {
    this.check = check;
    this.current = current;
    this.sink = sink;
    this.keys = keys;
    this.guesses = guesses;
  }

  sealed interface Outcome {
    record Proven(Holder holder, String token) implements Outcome {}

    /// Nobody's credential was looked at.
    record Malformed(OAuthError error) implements Outcome {}

    record Refused(Refusal reason) implements Outcome {}
  }

  /// A request about a token (RFC 7009, section 2.1; RFC 7662, section 2.1). `token_type_hint` is
  /// taken and means nothing: there is one kind of token here, and it says itself what it is.
  private record Request(ClientCredential credential, String token) {
    static Request read(OAuthForm form, List<String> authorization) throws Malformed {
      var token = form.required("token");
      var credential = ClientCredential.read(form, authorization);
      form.requireSingle();
      return new Request(credential, token);
    }

    /// A token is a secret for as long as it lives.
    @Override
    public String toString() {
      return "Request[…]";
    }
  }

  /// @param form every value of every parameter
  /// @param authorization every `Authorization` header
  /// @param route as in the access table
  /// @param action as the log calls it
  Outcome of(
      Map<String, List<String>> form, List<String> authorization, String route, String action) {
    Request request;
    try {
      request = Request.read(new OAuthForm(form), authorization);
    } catch (Malformed e) {
      return new Outcome.Malformed(e.error());
    }
    if (current.crossSite() && request.credential() instanceof ClientCredential.Certificate) {
      return fromAPage(route);
    }
    return switch (prove(request, action)) {
      case HolderCheck.Outcome.Proven(Holder holder) -> {
        keys.used(holder.subject(), route, holder.origin());
        yield new Outcome.Proven(holder, request.token());
      }
      case HolderCheck.Outcome.Refused(Refusal reason) -> new Outcome.Refused(reason);
    };
  }

  /// The access table leaves credentials to these routes, and this with them.
  private Outcome fromAPage(String route) {
    sink.refused(new Denial(Refusal.CROSS_SITE, route, Optional.empty(), current.origin()));
    var face = Refusal.CROSS_SITE.publicFace();
    return new Outcome.Malformed(OAuthError.of(face, face.hint()));
  }

  private HolderCheck.Outcome prove(Request request, String action) {
    return switch (request.credential()) {
      case ClientCredential.Secret secret -> bySecret(secret, action);
      case ClientCredential.Certificate(var client) ->
          check.byCertificate(client, current.origin(), action);
    };
  }

  private HolderCheck.Outcome bySecret(ClientCredential.Secret secret, String action) {
    var origin = current.origin();
    var source = Guesses.Source.of(origin);
    if (!guesses.admits(source, secret.key(), origin, action)) {
      return new HolderCheck.Outcome.Refused(Refusal.RATE);
    }
    var outcome = check.byKey(secret.clientId(), secret.key(), origin, action);
    guesses.concluded(source, secret.key(), outcome.refusal());
    return outcome;
  }
}
