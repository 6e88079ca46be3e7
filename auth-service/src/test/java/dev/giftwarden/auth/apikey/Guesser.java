package dev.giftwarden.auth.apikey;

import java.util.Arrays;

/// Guesses from how long something took which of two things it was: the best threshold that half of
/// the timings have, tried on the other half. If the two take the same, it is right half of the
/// time, however noisy the machine is, because what is measured came in random order.
final class Guesser {
  /// Neighbours in time, which whatever else the machine does slows down alike.
  private static final int BLOCK = 50;

  private final double[] features;
  private final boolean[] labels;

  private Guesser(double[] features, boolean[] labels) {
    this.features = features;
    this.labels = labels;
  }

  /// @param nanos in the order in which they were measured; a multiple of two blocks
  /// @param labels which of the two each was
  /// @return how much of the second half was guessed right
  static double rightness(long[] nanos, boolean[] labels) {
    return new Guesser(withoutDrift(nanos), labels).rightness();
  }

  /// What a block took in the middle says how busy the machine was then, and nothing about labels.
  private static double[] withoutDrift(long[] nanos) {
    double[] features = new double[nanos.length];
    for (int from = 0; from < nanos.length; from += BLOCK) {
      long[] block = Arrays.copyOfRange(nanos, from, from + BLOCK);
      Arrays.sort(block);
      for (int i = from; i < from + BLOCK; i++) {
        features[i] = nanos[i] - (double) block[BLOCK / 2];
      }
    }
    return features;
  }

  private double rightness() {
    double[] sorted = features.clone();
    Arrays.sort(sorted);
    double best = 0;
    double threshold = 0;
    for (int percent = 1; percent < 100; percent++) {
      double candidate = sorted[sorted.length * percent / 100];
      double right = right(candidate, 0);
      if (Math.abs(right - 0.5) > Math.abs(best - 0.5) || percent == 1) {
        best = right;
        threshold = candidate;
      }
    }
    double unseen = right(threshold, 1);
    return best >= 0.5 ? unseen : 1 - unseen;
  }

  /// How often "slower than this" means the one, in every other block.
  private double right(double threshold, int parity) {
    int right = 0;
    int all = 0;
    for (int i = 0; i < features.length; i++) {
      if (i / BLOCK % 2 == parity) {
        all++;
        right += features[i] > threshold == labels[i] ? 1 : 0;
      }
    }
    return (double) right / all;
  }
}
