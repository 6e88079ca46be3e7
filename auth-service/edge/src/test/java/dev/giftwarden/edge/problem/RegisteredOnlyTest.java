package dev.giftwarden.edge.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegisteredOnlyTest {
  private final ObjectMapper mapper =
      new ObjectMapper().registerModule(RegisteredOnly.Check.module());

  enum Word {
    YES
  }

  record Part(Word word) {}

  @RegisterForReflection(registerFullHierarchy = true)
  record Whole(Part part, List<Part> more) {}

  @RegisterForReflection
  record Shell(Part part) {}

  @Test
  @DisplayName("what a native executable could write is written, parts and lists too")
  void writesRegistered() throws JsonProcessingException {
    Part part = new Part(Word.YES);
    assertThat(mapper.writeValueAsString(new Whole(part, List.of(part))))
        .isEqualTo("{\"part\":{\"word\":\"YES\"},\"more\":[{\"word\":\"YES\"}]}");
  }

  @Test
  @DisplayName("a type that is not registered is refused by its name, held or alone")
  void refusesOthers() {
    Part part = new Part(Word.YES);
    for (Object unregistered : List.of(part, List.of(part), new Shell(part))) {
      assertThatThrownBy(() -> mapper.writeValueAsString(unregistered))
          .hasStackTraceContaining(Part.class.getName() + " is written as JSON");
    }
  }
}
