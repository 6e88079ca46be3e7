package dev.giftwarden.bench.soak;

import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.stack.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// One of many who use the service at once: it sends gifts, has their links opened, and lets them
/// come to every end there is, in an order drawn by lot.
final class Client {
  private static final String FORM =
      "name=Ada+Lovelace&line1=1+Dorset+Street&city=London&postalCode=W1U+4EE&country=GB";

  /// Refusals that belong to it: money that is spent, and what somebody else has done before.
  private static final Set<Integer> REFUSALS = Set.of(402, 403, 404, 409);

  /// Gifts that it remembers.
  private static final int MOST = 40;

  private final int number;
  private final Random random;
  private final Door door;
  private final Purse purse;
  private final Acknowledged told;
  private final List<Sent> gifts = new ArrayList<>();
  private int sends;

  /// @param keys which send: one of them within a limit
  record Purse(List<String> keys, List<String> budgets) {}

  private record Sent(String id, String link) {}

  Client(int number, long seed, Door door, Purse purse, Acknowledged told) {
    this.number = number;
    this.random = new Random(seed + number);
    this.door = door;
    this.purse = purse;
    this.told = told;
  }

  /// One operation.
  void act() {
    int lot = random.nextInt(100);
    if (gifts.isEmpty() || lot < 35) {
      send();
    } else if (lot < 45) {
      count("link", link());
    } else if (lot < 55) {
      count("view", visit("", ""));
    } else if (lot < 65) {
      count("claim", visit("/claim", FORM));
    } else if (lot < 68) {
      count("decline", visit("/decline", "x="));
    } else if (lot < 75) {
      count("cancel", change("/v2/gifts/", "/cancel", ""));
    } else if (lot < 82) {
      count("ship", change("/v2/fulfilments/", "/ship", "{\"carrier\":\"DHL\"}"));
    } else if (lot < 87) {
      count("deliver", change("/v2/fulfilments/", "/deliver", ""));
    } else if (lot < 93) {
      remember();
    } else {
      count("read", door.get(key(), "/v2/gifts/" + any(gifts).id(), random.nextInt(2)));
    }
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private String key() {
    return any(purse.keys());
  }

  private void count(String what, Answer answer) {
    if (answer.status() >= 400 && !REFUSALS.contains(answer.status())) {
      throw new Failure(what + ": " + answer.status() + " " + answer.body());
    }
    told.count(what + " " + answer.status());
  }

  /// And again, sometimes, under the same Idempotency-Key.
  private void send() {
    String name = "soak-" + number + "-" + sends++;
    String own = key();
    String body =
        """
        {"budget":"%s","value":{"amount":%d,"currency":"EUR"},
         "recipientData":{"name":"Ada Lovelace","email":"ada%d@lovelace.example"}}\
        """
            .formatted(any(purse.budgets()), 1 + random.nextInt(50), random.nextInt(1000));
    for (int times = random.nextInt(4) == 0 ? 2 : 1; times > 0; times--) {
      Answer answer = door.post(own, "/v2/gifts", body, name, random.nextInt(2));
      count("send", answer);
      if (answer.status() == 201) {
        told.sent(name, answer.text("/id"));
        keep(new Sent(answer.text("/id"), ""));
      }
    }
  }

  private void keep(Sent gift) {
    gifts.removeIf(one -> one.id().equals(gift.id()));
    if (gifts.size() == MOST) {
      gifts.remove(random.nextInt(MOST));
    }
    gifts.add(gift);
  }

  private Answer link() {
    String gift = any(gifts).id();
    Answer answer = door.post(key(), "/v2/gifts/" + gift + "/link", "", "", random.nextInt(2));
    if (answer.status() == 201) {
      keep(new Sent(gift, answer.text("/url")));
    }
    return answer;
  }

  /// By a link that there is; otherwise one is made.
  private Answer visit(String more, String form) {
    List<Sent> linked = gifts.stream().filter(gift -> !gift.link().isEmpty()).toList();
    return linked.isEmpty()
        ? link()
        : door.visit(any(linked).link() + more, form, random.nextInt(2));
  }

  private Answer change(String before, String after, String body) {
    String gift = any(gifts).id();
    String name = "soak-" + after.substring(1) + "-" + gift;
    return door.post(purse.keys().getFirst(), before + gift + after, body, name, random.nextInt(2));
  }

  private void remember() {
    String name = "soak-recipient-" + number + "-" + sends++;
    Answer answer =
        door.post(
            purse.keys().getFirst(),
            "/v2/recipients",
            "{\"name\":\"Bob\",\"email\":\"bob@example.org\"}",
            name,
            random.nextInt(2));
    count("recipient", answer);
    told.recipients().add(answer.text("/id"));
  }
}
