package dev.giftwarden.gift.claim;

import java.util.List;

/// What the template is filled with.
///
/// @param kind `waiting`, `message`
/// @param value `25.00 EUR`; empty: no gift is shown
/// @param until the last day, or empty
/// @param action where the forms go, up to their last word
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
    List<Field> fields,
    boolean faulty) {

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
