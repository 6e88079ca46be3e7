package dev.giftwarden.acceptance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.wire.Draft;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/// Somebody with an account, and with an operator's certificate, who sends nothing as it should be.
/// The same seed makes the same requests, but for the tokens in them.
final class Attacker {
  /// A token lives five minutes.
  private static final Duration RENEW = Duration.ofMinutes(3);

  /// In whatever may be repeated and must not be.
  static final String MARKER = "Zq7Canary";

  private final House house;
  private final Partner partner;
  private final Partner.Key key;

  /// For the paths: an operator who revokes it has done what was asked for.
  private final Partner.Key spare;

  private final List<Api> apis;
  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final List<String> names;
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private long renewed;

  Attacker(House house, List<Api> apis) {
    this.house = house;
    this.apis = apis;
    this.partner = Partner.enterprise(house, "attacker");
    this.spare = partner.key(List.of("gifts:read"));
    this.key =
        partner.key(
            List.of(
                "gifts:read",
                "gifts:send",
                "gifts:cancel",
                "gifts:link",
                "gifts:fulfil",
                "gifts:status:read",
                "budgets:read",
                "budgets:write",
                "campaigns:read",
                "campaigns:write",
                "recipients:read",
                "recipients:write",
                "webhooks:read",
                "webhooks:write",
                "audit:read"));
    faults.putAll(new BodyFaults(MARKER).rows());
    faults.putAll(HeadFaults.rows());
    faults.putAll(LineFaults.rows());
    names = new ArrayList<>(faults.keySet());
  }

  List<String> faults() {
    return names;
  }

  /// An operator at auth, a partner elsewhere.
  Identity at(String service) {
    return service.equals("auth") ? house.operator() : partner.certificate;
  }

  /// @param number which of all; it goes through all faults and operations in turn
  record Attempt(Api api, Api.Operation operation, String fault, Draft draft) {}

  Attempt attempt(int number, Random random) {
    String name = names.get(number % names.size());
    Api api = apis.get(random.nextInt(apis.size()));
    Api.Operation operation = BodyFaults.any(api.operations(), random);
    Draft draft = draft(api, operation, random);
    fault(name).spoil(draft, operation, random);
    if (random.nextInt(5) == 0) {
      String second = BodyFaults.any(names, random);
      fault(second).spoil(draft, operation, random);
      name += " and " + second;
    }
    return new Attempt(api, operation, name, draft);
  }

  private Fault fault(String name) {
    return Objects.requireNonNull(faults.get(name));
  }

  private Draft draft(Api api, Api.Operation operation, Random random) {
    String id =
        BodyFaults.any(
            List.of(partner.account, "gft_000000000000000000000", "x", spare.id()), random);
    String path =
        operation.path().replace("{account}", partner.account).replaceAll("\\{[a-z]+}", id);
    if (random.nextInt(4) == 0) {
      path += "?a=" + MARKER;
    }
    Draft draft = new Draft(operation.method(), path).header("Host", "localhost");
    if (!operation.type().isEmpty()) {
      draft.header("Content-Type", operation.type());
      draft.body(
          switch (operation.type()) {
            case "application/json" -> marked(operation.body()).toString();
            case "application/x-www-form-urlencoded" -> form();
            default -> MARKER;
          });
    }
    if (!api.service().equals("auth") && random.nextInt(10) > 0) {
      draft.header("Authorization", "Bearer " + token(api.service()));
    }
    return draft;
  }

  private String form() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", key.id());
    form.put("client_secret", key.secret());
    form.put("audience", "gift");
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static JsonNode marked(JsonNode body) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper()
          .readTree(body.toString().replace("\"text\"", "\"" + MARKER + "\""));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized String token(String service) {
    if (System.nanoTime() - renewed > RENEW.toNanos() || tokens.isEmpty()) {
      tokens.put("gift", partner.token(key, "gift"));
      tokens.put("audit", partner.token(key, "audit"));
      renewed = System.nanoTime();
    }
    return Objects.requireNonNull(tokens.get(service));
  }
}
