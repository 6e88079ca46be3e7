package dev.giftwarden.gift.v2;

import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.claim.GiftLink;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A link to hand to a recipient, in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "The link by which a gift is claimed, by whoever has it")
public record LinkV2(
    @Schema(
            format = "uri",
            description = "Shown once; the secret in it has 131 random bits",
            examples = "https://claim.giftwarden.example/2bGcS1v0Zk8JqXy4TnR7Wd")
        String url,
    @Schema(
            format = "date-time",
            nullable = true,
            description = "When nothing can be claimed by it any more",
            examples = "2027-03-03T10:15:30.000Z")
        @Nullable String expiresAt) {

  static LinkV2 of(GiftLink link) {
    return new LinkV2(link.url(), link.expiresAt().map(Rfc3339::text).orElse(null));
  }

  @Override
  public String toString() {
    return "LinkV2[hidden]";
  }
}
