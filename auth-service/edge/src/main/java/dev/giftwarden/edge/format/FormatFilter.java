package dev.giftwarden.edge.format;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.problem.Problem;
import io.vertx.core.MultiMap;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Refuses a body whose head says that it is written in a way that nothing here reads: compressed,
/// in another character set, or in a format that is no format. Which formats a route takes is the
/// route's to say; REST would find the rest out while it reads, and call it our fault.
@Provider
@PreMatching
@Priority(FilterOrder.FORMAT)
public class FormatFilter implements ContainerRequestFilter {
  private static final String ACCEPT_ENCODING = "Accept-Encoding";
  private static final String IDENTITY = "identity";

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

  /// RFC 9110, section 8.3.1.
  private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);

  private static final Pattern PARAMETER =
      Pattern.compile(
          "[ \\t]*+;[ \\t]*+(?:(" + TOKEN + ")=(?:(" + TOKEN + ")|\"([^\"\\\\]*+)\"))?+");

  private static final Pattern SPACED = Pattern.compile("[ \\t]*+;[ \\t]*+");

  @Override
  public void filter(ContainerRequestContext context) {
    List<String> types = values(context, HttpHeaders.CONTENT_TYPE);
    if (types.size() > 1) {
      context.abortWith(
          Problem.of(ProblemType.MALFORMED_REQUEST).because("Send one Content-Type.").response());
    } else if (!isPlain(values(context, HttpHeaders.CONTENT_ENCODING))) {
      context.abortWith(
          Response.fromResponse(
                  unsupported("Bodies are read as they are: send it without a Content-Encoding."))
              .header(ACCEPT_ENCODING, IDENTITY) // RFC 9110, section 15.5.16
              .build());
    } else if (!types.isEmpty()) {
      @Nullable String objection = objection(types.getFirst().strip());
      if (objection != null) {
        context.abortWith(unsupported(objection));
      }
    }
  }

  /// Spaces around the `;` of a parameter mean nothing (RFC 9110, section 5.6.6), but REST takes
  /// what is before them for another type.
  public static void tidy(MultiMap headers) {
    List<String> types = headers.getAll(HttpHeaders.CONTENT_TYPE);
    if (types.size() == 1 && !types.getFirst().contains("\"")) {
      headers.set(HttpHeaders.CONTENT_TYPE, SPACED.matcher(types.getFirst()).replaceAll(";"));
    }
  }

  private static List<String> values(ContainerRequestContext context, String name) {
    @Nullable List<String> values = context.getHeaders().get(name);
    return values == null ? List.of() : values;
  }

  private static boolean isPlain(List<String> encodings) {
    return encodings.stream()
        .flatMap(list -> List.of(list.split(",", -1)).stream())
        .map(String::strip)
        .allMatch(encoding -> encoding.isEmpty() || encoding.equalsIgnoreCase(IDENTITY));
  }

  private static @Nullable String objection(String type) {
    Matcher name = TYPE.matcher(type);
    if (!name.lookingAt()) {
      return "A Content-Type is a type and a subtype, with parameters behind `;`.";
    }
    Matcher parameter = PARAMETER.matcher(type);
    int at = name.end();
    boolean named = false;
    while (at < type.length()) {
      if (!parameter.region(at, type.length()).lookingAt()) {
        return "A Content-Type has its parameters behind `;`, as name=value.";
      }
      at = parameter.end();
      if (isCharset(parameter.group(1))) {
        if (named || !isUtf8(parameter)) {
          return "Send it in UTF-8: charset=utf-8, or no charset.";
        }
        named = true;
      }
    }
    return null;
  }

  private static boolean isCharset(@Nullable String name) {
    return name != null && name.toLowerCase(Locale.ROOT).equals("charset");
  }

  private static boolean isUtf8(Matcher parameter) {
    String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
    return "utf-8".equalsIgnoreCase(value);
  }

  private static Response unsupported(String why) {
    return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE).because(why).response();
  }
}
