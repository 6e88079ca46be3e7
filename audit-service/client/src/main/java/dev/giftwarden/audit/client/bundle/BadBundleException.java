package dev.giftwarden.audit.client.bundle;

/// Ends the reading of a folder from wherever it turns out not to be what it should.
final class BadBundleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Verdict verdict;

  BadBundleException(Verdict verdict) {
    super(verdict.toString());
    this.verdict = verdict;
  }

  BadBundleException(String file, String why) {
    this(new Verdict.Malformed(file, why));
  }

  Verdict verdict() {
    return verdict;
  }
}
