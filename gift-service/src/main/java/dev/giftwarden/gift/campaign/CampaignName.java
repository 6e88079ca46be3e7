package dev.giftwarden.gift.campaign;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What people call a campaign.
@Schema(
    implementation = String.class,
    description = "What you call it",
    minLength = 1,
    maxLength = 100,
    examples = "Spring thanks")
public record CampaignName(String value) {
  private static final int LIMIT = 100;

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  public CampaignName {
    if (value.isEmpty() || value.codePointCount(0, value.length()) > LIMIT) {
      throw new InvalidValue("1 to " + LIMIT + " characters");
    }
  }

  /// @throws InvalidValue for what is no such line
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static CampaignName of(String text) {
    return new CampaignName(PlainText.line(text, LIMIT));
  }
}
