package dev.giftwarden.gift.claim;

import java.util.List;

/// What the template is filled with.
///
/// @param kind `waiting`, `message`
/// @param value `25.00 EUR`; empty: no gift is shown
/// @param until the last day, or empty
/// @param action where the forms go, up to their last word
/// @param choice what can be chosen
/// @param fields of the form
public record View(
    String language,
    String direction,
    Words words,
    String style,
    String kind,
    String message,
    String hint,
    String value,
    String until,
    String action,
    Choice choice,
    List<Field> fields,
    boolean faulty) {

  /// @param offered whether there is anything to choose at all
  /// @param options none, though there should be: nothing can be claimed now
  /// @param fault what is said about it; empty: nothing is wrong
  public record Choice(boolean offered, List<Option> options, String fault) {
    static final Choice NONE = new Choice(false, List.of(), "");

    /// For the template: whether the form can be sent.
    public boolean open() {
      return !offered || !options.isEmpty();
    }
  }

  /// @param id in the page
  public record Option(String id, String value, String name, String description, boolean checked) {}

  /// @param fault what is said about it; empty: nothing is wrong
  public record Field(
      String name,
      String label,
      String autocomplete,
      boolean required,
      int longest,
      String hint,
      String value,
      String fault) {

    Field with(String hint) {
      return new Field(name, label, autocomplete, required, longest, hint, value, fault);
    }

    @Override
    public String toString() {
      return "Field[" + name + "]";
    }
  }
}
