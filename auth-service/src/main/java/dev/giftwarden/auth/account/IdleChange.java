package dev.giftwarden.auth.account;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Another limit, or none from now on: what is `null` in a body is not what a body leaves out.
@Schema(
    implementation = String.class,
    description = "P30D to P365D; null: keys may go unused for ever",
    pattern = "^P[0-9]{2,3}D$",
    nullable = true,
    examples = "P90D")
@JsonDeserialize(using = IdleChange.Reader.class)
record IdleChange(Optional<IdleLimit> limit) {

  static final class Reader extends StdDeserializer<IdleChange> {
    Reader() {
      super(IdleChange.class);
    }

    @Override
    public IdleChange deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        throw context.instantiationException(IdleChange.class, new InvalidValue(IdleLimit.WANTED));
      }
      try {
        return new IdleChange(Optional.of(IdleLimit.of(json.getText())));
      } catch (InvalidValue e) {
        throw context.instantiationException(IdleChange.class, e);
      }
    }

    @Override
    public IdleChange getNullValue(DeserializationContext context) {
      return new IdleChange(Optional.empty());
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
