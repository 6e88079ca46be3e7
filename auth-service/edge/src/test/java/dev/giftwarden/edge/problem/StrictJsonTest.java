package dev.giftwarden.edge.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  private final ObjectMapper mapper = new ObjectMapper();

  enum Word {
    ONE;

    @JsonCreator
    static Word of(String text) {
      if (!text.equals("one")) {
        throw new IllegalArgumentException("no word");
      }
      return ONE;
    }
  }

  record Name(String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Name {}
  }

  record Body(
      @Nullable String text,
      @Nullable Name name,
      @Nullable Word word,
      @Nullable Instant time,
      @Nullable Set<String> texts,
      @Nullable List<Name> names,
      @Nullable Boolean flag,
      @Nullable Long number) {}

  @BeforeEach
  void makeStrict() {
    new StrictJson().customize(mapper);
  }

  @Test
  @DisplayName("E1 each kind of value is read as what it is")
  void reads() throws JsonProcessingException {
    Body body =
        mapper.readValue(
            """
            {"text": "12", "name": "true", "word": "one", "time": "2026-11-22t15:04:05.5+01:00",
             "texts": ["a"], "names": ["b"], "flag": true, "number": 12}
            """,
            Body.class);
    assertThat(body)
        .isEqualTo(
            new Body(
                "12",
                new Name("true"),
                Word.ONE,
                Instant.parse("2026-11-22T14:04:05.5Z"),
                Set.of("a"),
                List.of(new Name("b")),
                true,
                12L));
  }

  @ParameterizedTest(name = "E1 refuses {0}")
  @ValueSource(
      strings = {
        "{\"text\": 12}",
        "{\"text\": 1.5}",
        "{\"text\": true}",
        "{\"text\": []}",
        "{\"text\": [\"a\"]}",
        "{\"text\": {}}",
        "{\"name\": 12}",
        "{\"name\": 1.5}",
        "{\"name\": false}",
        "{\"name\": [\"a\"]}",
        "{\"name\": {\"value\": \"a\"}}",
        "{\"word\": 0}",
        "{\"word\": true}",
        "{\"word\": [\"one\"]}",
        "{\"time\": 1764500000}",
        "{\"time\": 1764500000.5}",
        "{\"time\": \"1764500000\"}",
        "{\"time\": \"\"}",
        "{\"time\": \"2026-11-22\"}",
        "{\"time\": true}",
        "{\"time\": [\"2026-11-22T15:04:05Z\"]}",
        "{\"texts\": [12]}",
        "{\"texts\": [true]}",
        "{\"texts\": \"a\"}",
        "{\"texts\": \"\"}",
        "{\"names\": [12]}",
        "{\"names\": \"a\"}",
        "{\"flag\": \"true\"}",
        "{\"flag\": 1}",
        "{\"number\": \"12\"}",
        "{\"number\": 1.5}",
        "{\"number\": true}",
        "{\"number\": \"\"}"
      })
  @DisplayName("E1 no kind of value is read as another")
  void refuses(String json) {
    assertThatThrownBy(() -> mapper.readValue(json, Body.class))
        .isInstanceOf(JsonMappingException.class);
  }
}
