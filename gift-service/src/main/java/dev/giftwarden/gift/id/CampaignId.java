package dev.giftwarden.gift.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// `cmp_` and 22 characters of base62.
@Schema(
    implementation = String.class,
    description = "The id of a campaign",
    pattern = "^cmp_[0-9A-Za-z]{22}$",
    examples = "cmp_2bGcS1v0Zk8JqXy4TnR7Wd")
public record CampaignId(@JsonValue String value) {

  /// Of ids, and so of places in a list of what they name.
  public static final String PREFIX = "cmp_";

  /// @throws InvalidValue for anything else
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CampaignId {
    if (!RandomIds.matches(PREFIX, value)) {
      throw new InvalidValue("the id of a campaign");
    }
  }

  public static CampaignId next(RandomIds ids) {
    return new CampaignId(PREFIX + ids.next());
  }

  /// Empty for text that can name no budget, which a caller is to meet as one that does not exist.
  public static Optional<CampaignId> parse(String text) {
    return InvalidValue.find(text, CampaignId::new);
  }
}
