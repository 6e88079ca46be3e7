package dev.giftwarden.certs;

import dev.giftwarden.certs.ChainCheck.Use;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;

/// Who a leaf is made for: its names, and what it may do.
///
/// @param commonName for the eyes of people, but for PostgreSQL, which maps it to a role. Verifiers
///   take a common name that looks like a host for one, and partners and operators may have no
///   host: theirs hold a slash.
record Holder(String commonName, List<GeneralName> names, Profile profile) {
  static final String DATABASE_CA = "database";

  /// PostgreSQL's longest name is 63 bytes.
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int LONGEST_HOST = 253;

  /// What a leaf may do and for how long. Everything of ours lives a day, because a day is what a
  /// thief of an unrevoked key gets; partners renew by hand and get longer.
  enum Profile {
    /// A workload on the internal ports: it is called there, and it calls.
    SERVICE("services", Duration.ofHours(24), Set.of(Use.CLIENT, Use.SERVER)),
    /// A workload's public listener: it never speaks as a client.
    EDGE("services", Duration.ofHours(24), Set.of(Use.SERVER)),
    PARTNER("partners", Duration.ofDays(90), Set.of(Use.CLIENT)),
    OPERATOR("operators", Duration.ofHours(24), Set.of(Use.CLIENT)),
    DATABASE_ROLE(DATABASE_CA, Duration.ofHours(24), Set.of(Use.CLIENT)),
    DATABASE_SERVER(DATABASE_CA, Duration.ofHours(24), Set.of(Use.SERVER));

    private final String ca;
    private final Duration lifetime;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable, its type does not say so
    private final Set<Use> uses;

    Profile(String ca, Duration lifetime, Set<Use> uses) {
      this.ca = ca;
      this.lifetime = lifetime;
      this.uses = uses;
    }

    /// From the first valid second to the last.
    Duration lifetime() {
      return lifetime;
    }

    Set<Use> uses() {
      return uses;
    }
  }

  Holder {
    names = List.copyOf(names);
  }

  static Holder service(String name, Collection<String> hosts) {
    return identity(new SpiffeId.Service(name), name, hosts, Profile.SERVICE);
  }

  static Holder edge(String name, Collection<String> hosts) {
    return identity(new SpiffeId.Service(name), name, hosts, Profile.EDGE);
  }

  static Holder partner(String account, String client) {
    String label = account + "/" + client;
    return identity(new SpiffeId.Partner(account, client), label, List.of(), Profile.PARTNER);
  }

  static Holder operator(String name) {
    String label = "operator/" + name;
    return identity(new SpiffeId.Operator(name), label, List.of(), Profile.OPERATOR);
  }

  static Holder databaseRole(String role) {
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException("role: a-z, 0-9 and '_', a letter first, at most 63");
    }
    return new Holder(role, List.of(), Profile.DATABASE_ROLE);
  }

  static Holder databaseServer(Collection<String> hosts) {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("a database server needs a host name");
    }
    return new Holder("postgresql", hostNames(hosts), Profile.DATABASE_SERVER);
  }

  /// The holder of a certificate made here, for making the next.
  ///
  /// @throws IllegalArgumentException if it is of no profile of ours
  static Holder of(X509Certificate leaf) {
    Names names = Names.of(leaf);
    boolean calls = names.purposes().contains(Use.CLIENT.keyPurpose());
    if (!names.hasUri()) {
      return calls ? databaseRole(names.commonName()) : databaseServer(names.hosts());
    }
    return switch (PeerCertificate.of(leaf).id()) {
      case SpiffeId.Service(String name) ->
          calls ? service(name, names.hosts()) : edge(name, names.hosts());
      case SpiffeId.Partner(String account, String client) -> partner(account, client);
      case SpiffeId.Operator(String name) -> operator(name);
    };
  }

  /// The name of the folder of the CA that issues it.
  String ca() {
    return profile.ca;
  }

  static String caOf(Kind kind) {
    return switch (kind) {
      case SERVICE -> Profile.SERVICE.ca;
      case PARTNER -> Profile.PARTNER.ca;
      case OPERATOR -> Profile.OPERATOR.ca;
    };
  }

  X500Name subject() {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private static Holder identity(
      SpiffeId id, String commonName, Collection<String> hosts, Profile profile) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, id.uri()));
    names.addAll(hostNames(hosts));
    return new Holder(commonName, names, profile);
  }

  private static List<GeneralName> hostNames(Collection<String> hosts) {
    return hosts.stream().map(Holder::hostName).toList();
  }

  private static GeneralName hostName(String host) {
    if (host.length() > LONGEST_HOST || !HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("not a host name in lower case: " + host);
    }
    return new GeneralName(GeneralName.dNSName, host);
  }

  /// What a leaf already says, read back.
  private record Names(
      String commonName, boolean hasUri, List<String> hosts, List<String> purposes) {

    static Names of(X509Certificate leaf) {
      try {
        var alternatives = leaf.getSubjectAlternativeNames();
        var purposes = leaf.getExtendedKeyUsage();
        Collection<List<?>> names = alternatives == null ? List.of() : alternatives;
        return new Names(
            commonNameOf(leaf),
            !ofType(GeneralName.uniformResourceIdentifier, names).isEmpty(),
            ofType(GeneralName.dNSName, names),
            purposes == null ? List.of() : purposes);
      } catch (CertificateParsingException e) {
        throw new IllegalArgumentException("a certificate with unreadable names", e);
      }
    }

    private static List<String> ofType(int type, Collection<List<?>> names) {
      return names.stream()
          .filter(name -> name.getFirst().equals(type))
          .map(name -> (String) name.get(1))
          .toList();
    }

    private static String commonNameOf(X509Certificate leaf) {
      X500Name subject = X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded());
      RDN[] commonNames = subject.getRDNs(BCStyle.CN);
      if (commonNames.length != 1) {
        throw new IllegalArgumentException("a certificate of ours has one common name");
      }
      return IETFUtils.valueToString(commonNames[0].getFirst().getValue());
    }
  }
}
