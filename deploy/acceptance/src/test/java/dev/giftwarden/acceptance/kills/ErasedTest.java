package dev.giftwarden.acceptance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Somebody is made, given to and erased, and the log of it is judged by nobody's code of ours.
class ErasedTest {
  private static final House HOUSE = House.started();

  private static final Databases DATABASES = new Databases(HOUSE);

  @Test
  @DisplayName(
      "G11 A2 the log in which somebody was erased verifies, says so once, and names nobody")
  void verifies() throws IOException, GeneralSecurityException {
    Partner acme = Partner.enterprise(HOUSE, "erased");
    String token =
        acme.token(
            acme.key(List.of("recipients:read", "recipients:write", "recipients:erase")), "gift");
    String ada = acme.recipient(token, "{\"name\":\"Ada\",\"email\":\"ada@lovelace.example\"}");
    Reply erased = recipient(acme, token, ada, "--request", "DELETE");
    assertThat(erased.outcome()).as(erased.body()).isEqualTo("204");
    assertThat(recipient(acme, token, ada).body()).contains("\"erasedAt\":\"20");

    DATABASES.awaitRest();
    Export log = Export.read(DATABASES.export());

    assertThat(log.complaints).isEmpty();
    assertThat(
            log.events.stream()
                .filter(event -> ada.equals(event.get("target")))
                .map(event -> event.get("action"))
                .filter(action -> !action.equals("recipient.read")))
        .containsExactlyInAnyOrder("recipient.create", "recipient.erase");
    assertThat(log.events.toString()).doesNotContain("lovelace");
  }

  @Test
  @DisplayName("G11 K1 who may add and read people may not erase them")
  void takesItsScope() {
    Partner acme = Partner.enterprise(HOUSE, "kept");
    String token = acme.token(acme.sender(), "gift");
    String ada = acme.recipient(token, "{\"name\":\"Ada\",\"email\":\"ada@lovelace.example\"}");

    assertThat(recipient(acme, token, ada, "--request", "DELETE").outcome())
        .isEqualTo("403 insufficient-scope");
    assertThat(recipient(acme, token, ada).body()).doesNotContain("erasedAt");
  }

  private static Reply recipient(Partner acme, String token, String id, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = HOUSE.gift + "/v2/recipients/" + id;
    arguments[1] = "--oauth2-bearer";
    arguments[2] = token;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return HOUSE.curl(acme.certificate, arguments);
  }
}
