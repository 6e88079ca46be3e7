package dev.giftwarden.auth.client.id;

/// A text is not a value of the type it was meant for. Its message says what the type wants and
/// **never repeats the text**, so a problem document may show it; other exceptions' messages may
/// not be shown, because the JDK's own quote their input.
public final class InvalidValue extends IllegalArgumentException {
  public InvalidValue(String wanted) {
    super(wanted);
  }

  /// What would have been right.
  public String wanted() {
    return String.valueOf(getMessage());
  }
}
