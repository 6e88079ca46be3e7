package dev.giftwarden.gift.testing;

import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.gift.catalogue.keeping.KeepCollections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/// What an operator keeps for recipients to choose from: the same for every test that opens it.
public final class Shop {

  /// In euros a mug, a book that is dearer, and a pen that is sold no more; the mug in yen too.
  public static final String GOODS =
      """
      {"collections": [
        {"id": "thank-you", "name": "Thank you",
         "bands": [
           {"id": "small", "label": "Up to 25 euros", "most": {"amount": 2500, "currency": "EUR"}},
           {"id": "tiny", "label": "Up to 1 euro", "most": {"amount": 100, "currency": "EUR"}},
           {"id": "yen", "label": "Up to 3000 yen", "most": {"amount": 3000, "currency": "JPY"}}],
         "products": [
           {"sku": "MUG", "name": "A blue mug", "description": "Stoneware, 0.3 l",
            "prices": [{"amount": 1800, "currency": "EUR"}, {"amount": 2900, "currency": "JPY"}]},
           {"sku": "BOOK", "name": "A book <of> gifts",
            "prices": [{"amount": 2500, "currency": "EUR"}]},
           {"sku": "PEN", "name": "A pen", "retired": true,
            "prices": [{"amount": 200, "currency": "EUR"}]}]},
        {"id": "old", "name": "Old things", "retired": true,
         "products": [
           {"sku": "CLOCK", "name": "A clock", "prices": [{"amount": 10, "currency": "EUR"}]}]}]}
      """;

  private Shop() {}

  /// What the command said, and how it ended.
  public record Said(int status, String out, String err) {}

  public static void open() {
    Said said = keep(GOODS);
    if (said.status() != 0) {
      throw new AssertionError(said.toString());
    }
  }

  public static Said keep(String json) {
    TestDatabase database = TestDatabase.ofThisJvm();
    database.migrate(ServiceDatabase.GIFT);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try {
      Path file = Files.createTempFile("collections", ".json");
      int status =
          new CommandLine(new KeepCollections())
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(
                  Files.writeString(file, json).toString(),
                  "--database=localhost:" + database.port(),
                  "--certificates=" + database.roles());
      Files.delete(file);
      return new Said(status, out.toString(), err.toString().replace(file.toString(), "FILE"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
