package dev.giftwarden.edge.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.Rfc3339;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;

/// Bodies mean one thing or nothing. A field we do not know may be a misspelt limit or another's
/// account: ignoring it would do more than the caller asked for. A number is no text either: a ZIP
/// code that was sent as one has lost its zero. Times are strings of RFC 3339 and go out in one
/// form.
@Singleton
class StrictJson implements ObjectMapperCustomizer {
  @Override
  public int priority() {
    return MINIMUM_PRIORITY; // after Quarkus's own, which ignores unknown fields
  }

  @Override
  public void customize(ObjectMapper mapper) {
    mapper
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    mapper.registerModule(
        new SimpleModule("times")
            .addSerializer(Instant.class, new Times())
            .addDeserializer(Instant.class, new ReadTimes()));
  }

  private static final class Times extends StdSerializer<Instant> {
    private Times() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(Rfc3339.text(time));
    }
  }

  /// Jackson's own also reads numbers, and strings of numbers, as seconds.
  private static final class ReadTimes extends StdDeserializer<Instant> {
    private ReadTimes() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, json);
      }
      try {
        return Rfc3339.parse(json.getText());
      } catch (InvalidValue e) {
        throw context.instantiationException(Instant.class, e);
      }
    }
  }
}
