package dev.giftwarden.edge.document;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.quota.Taken;
import dev.giftwarden.edge.request.RequestIdFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/// The headers that requests and answers have beside those of HTTP itself.
final class Headers {
  private static final String RETRY_AFTER = "Retry-After";
  private static final String CHALLENGE = "WWW-Authenticate";

  private static final String DEPRECATION = "Deprecation";
  private static final String SUNSET = "Sunset";
  private static final String LINK = "Link";

  private Headers() {}

  static void declare(Components components) {
    components.addHeader(
        DEPRECATION,
        header(
            "Since when this version is deprecated, in seconds since 1970 (RFC 9745).",
            Schemas.text().pattern("^@[0-9]+$").addExample("@1798761600")));
    components.addHeader(
        SUNSET,
        header(
            "From when on this version may be gone (RFC 8594).",
            Schemas.text().addExample("Thu, 01 Jul 2027 00:00:00 GMT")));
    components.addHeader(
        RequestIdFilter.HEADER,
        header("Names this request in logs, problems and the audit log.", Schemas.text("uuid"))
            .required(true));
    components.addHeader(
        IdempotencyKey.REPLAYED,
        header(
            "The answer is to a request that was done before under the same Idempotency-Key.",
            Schemas.text().addEnumeration("true")));
    components.addHeader(
        LINK,
        header(
            "Where the part of the list that follows is (RFC 8288), if there is one, and of a"
                + " deprecated version the successor and what is said of its end.",
            Schemas.text().addExample("</v2/gifts?limit=20&cursor=v2_MTc2>; rel=\"next\"")));
    components.addHeader(
        RETRY_AFTER,
        header("Seconds to wait before another try.", Schemas.integer(1, 3600)).required(true));
    components.addHeader(
        Taken.POLICY,
        header(
            "The quotas of whoever has proven who calls, of the key, the client and the account, or"
                + " what an address has that has proven nothing: `q` calls in `w` seconds"
                + " (draft-ietf-httpapi-ratelimit-headers).",
            Schemas.text().addExample("\"key\";q=6000;w=60, \"account\";q=30000;w=60")));
    components.addHeader(
        Taken.LIMIT,
        header(
            "What is left of them: `r` calls in the `t` seconds until they begin anew.",
            Schemas.text().addExample("\"key\";r=5999;t=30, \"account\";r=29980;t=30")));
    components.addHeader(
        CHALLENGE,
        header("What a credential should be (RFC 6750).", Schemas.text()).required(true));
  }

  private static Header header(String description, Schema schema) {
    return OASFactory.createHeader().description(description).schema(schema);
  }

  static boolean takesIdempotencyKey(Operation operation) {
    return operation.getParameters() != null
        && operation.getParameters().stream().anyMatch(Headers::isIdempotencyKey);
  }

  private static boolean isIdempotencyKey(Parameter parameter) {
    return IdempotencyKey.HEADER.equals(parameter.getName());
  }

  static void complete(Parameter parameter) {
    if (isIdempotencyKey(parameter)) {
      parameter
          .description(
              "A word of the caller's own that makes it safe to send this again: it is done once,"
                  + " and answered alike.")
          .schema(
              Schemas.text()
                  .minLength(1)
                  .maxLength(255)
                  .pattern("^[!-~]([ -~]{0,253}[!-~])?$")
                  .addExample("order-4711"));
    }
  }

  /// @param versioned whether versions of this API end
  static Map<String, Header> ofProblem(int status, boolean versioned) {
    var headers = new LinkedHashMap<String, Header>();
    headers.put(RequestIdFilter.HEADER, ref(RequestIdFilter.HEADER));
    if (versioned) {
      List.of(DEPRECATION, SUNSET, LINK).forEach(name -> headers.put(name, ref(name)));
    }
    List.of(Taken.POLICY, Taken.LIMIT).forEach(name -> headers.put(name, ref(name)));
    if (status == 429 || status == 503) {
      headers.put(RETRY_AFTER, ref(RETRY_AFTER));
    }
    if (status == 401) {
      headers.put(CHALLENGE, ref(CHALLENGE));
    }
    return headers;
  }

  /// To the answers that are this operation's own; what others share has its headers.
  static void add(String path, Operation operation, boolean versioned) {
    operation
        .getResponses()
        .getAPIResponses()
        .forEach((status, response) -> {
          if (response.getRef() == null) {
            ofProblem(Integer.parseInt(status), versioned).forEach(response::addHeader);
            if (status.startsWith("2") && takesIdempotencyKey(operation)) {
              response.addHeader(IdempotencyKey.REPLAYED, ref(IdempotencyKey.REPLAYED));
            }
            if (status.startsWith("2") && linksOn(path, operation)) {
              response.addHeader(LINK, ref(LINK));
            }
          }
        });
  }

  /// Lists do, but for those of version 1.
  private static boolean linksOn(String path, Operation operation) {
    boolean list =
        operation.getParameters() != null
            && operation.getParameters().stream().anyMatch(p -> "cursor".equals(p.getName()));
    return list && ApiVersion.ofPath(path).filter(version -> version != ApiVersion.V1).isPresent();
  }

  private static Header ref(String name) {
    return OASFactory.createHeader().ref("#/components/headers/" + name);
  }
}
