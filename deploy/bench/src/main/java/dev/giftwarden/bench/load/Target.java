package dev.giftwarden.bench.load;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request that is sent again and again.
///
/// @param credentials certificates and private key in one PEM file
/// @param body null: a GET
/// @param type of the body
/// @param headers as `Name: value`
public record Target(
    String url, Path credentials, @Nullable Path body, String type, List<String> headers) {

  public static Target get(String url, Path credentials, List<String> headers) {
    return new Target(url, credentials, null, "", headers);
  }

  public static Target post(
      String url, Path credentials, Path body, String type, List<String> headers) {
    return new Target(url, credentials, body, type, headers);
  }
}
