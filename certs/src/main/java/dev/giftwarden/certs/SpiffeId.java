package dev.giftwarden.certs;

import java.util.List;

/// Who holds a certificate. The text form is exact: what [#parse] accepts, [#uri] gives back byte
/// for byte, so two spellings never name one holder.
public sealed interface SpiffeId {

  /// A workload of ours.
  record Service(String name) implements SpiffeId {
    public Service {
      requireName(name, "service");
    }

    @Override
    public Kind kind() {
      return Kind.SERVICE;
    }

    @Override
    public String path() {
      return "/" + name;
    }
  }

  /// One client of one partner's account.
  record Partner(String account, String client) implements SpiffeId {
    public Partner {
      requireName(account, "account");
      requireName(client, "client");
    }

    @Override
    public Kind kind() {
      return Kind.PARTNER;
    }

    @Override
    public String path() {
      return "/account/" + account + "/client/" + client;
    }
  }

  /// A person who runs the platform.
  record Operator(String name) implements SpiffeId {
    public Operator {
      requireName(name, "operator");
    }

    @Override
    public Kind kind() {
      return Kind.OPERATOR;
    }

    @Override
    public String path() {
      return "/" + name;
    }
  }

  Kind kind();

  /// Starts with a slash.
  String path();

  default String uri() {
    return "spiffe://" + kind().trustDomain() + path();
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException if `uri` is anything but the exact form of one of the three
  static SpiffeId parse(String uri) {
    for (Kind kind : Kind.values()) {
      String prefix = "spiffe://" + kind.trustDomain() + "/";
      if (uri.startsWith(prefix)) {
        return ofPath(kind, List.of(uri.substring(prefix.length()).split("/", -1)));
      }
    }
    throw new IllegalArgumentException("not a SPIFFE id of Giftwarden");
  }

  private static SpiffeId ofPath(Kind kind, List<String> path) {
    boolean partner = kind == Kind.PARTNER;
    boolean shaped =
        partner
            ? path.size() == 4 && path.get(0).equals("account") && path.get(2).equals("client")
            : path.size() == 1;
    if (!shaped) {
      throw new IllegalArgumentException("not the path of this kind of SPIFFE id");
    }
    return switch (kind) {
      case SERVICE -> new Service(path.getFirst());
      case OPERATOR -> new Operator(path.getFirst());
      case PARTNER -> new Partner(path.get(1), path.get(3));
    };
  }

  /// Nothing that a URI would escape, fold or normalise.
  private static void requireName(String name, String what) {
    boolean alphabet =
        name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    boolean length = name.length() >= 3 && name.length() <= 40;
    if (!alphabet || !length || !Character.isLetter(name.charAt(0)) || name.endsWith("-")) {
      throw new IllegalArgumentException(
          what + " name: 3 to 40 of a-z, 0-9 and '-', a letter first and no '-' last");
    }
  }
}
