package dev.giftwarden.bench.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Sums over rounds and repetitions, and how they are written.
public final class Numbers {
  private Numbers() {}

  public static double median(double... values) {
    return percentile(0.5, values);
  }

  public static <T> double median(Collection<T> rounds, ToDoubleFunction<T> value) {
    return median(rounds.stream().mapToDouble(value).toArray());
  }

  /// The smallest value that at least this share of the values do not exceed.
  ///
  /// @param share from 0 to 1
  public static double percentile(double share, double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  public static String milliseconds(double value) {
    return value < 10
        ? String.format(Locale.ROOT, "%.3f ms", value)
        : String.format(Locale.ROOT, "%.1f ms", value);
  }

  public static String times(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  public static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
