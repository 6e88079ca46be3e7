package dev.giftwarden.certs;

/// What a certificate is for. Each kind has an issuing CA and a trust domain of its own: a name
/// constraint on a URI sees nothing but its host, so the host is where kinds must differ.
public enum Kind {
  SERVICE("services.giftwarden.example"),
  PARTNER("partners.giftwarden.example"),
  OPERATOR("operators.giftwarden.example");

  private final String trustDomain;

  Kind(String trustDomain) {
    this.trustDomain = trustDomain;
  }

  /// The host of every SPIFFE id of this kind.
  public String trustDomain() {
    return trustDomain;
  }
}
