package dev.giftwarden.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a run has measured, for programs: one flat object. What was not measured is absent, never
/// 0.
public final class Figures {

  /// More digits than any of it is exact to.
  private static final MathContext DIGITS = new MathContext(5);

  private final Map<String, Object> values = new LinkedHashMap<>();

  public void put(String key, double value) {
    if (Double.isFinite(value)) {
      values.put(key, new BigDecimal(value).round(DIGITS).stripTrailingZeros());
    }
  }

  public void put(String key, long value) {
    values.put(key, value);
  }

  public void put(String key, String value) {
    values.put(key, value);
  }

  public void write(Path file) {
    try {
      Map<String, Object> plain = new LinkedHashMap<>();
      values.forEach((key, value) -> plain.put(key, plain(value)));
      Files.writeString(
          file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(plain));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `1.2E+3` is a number to JSON and a riddle to `grep`.
  private static Object plain(Object value) {
    return value instanceof BigDecimal number && number.scale() < 0 ? number.setScale(0) : value;
  }
}
