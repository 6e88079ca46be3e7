package dev.giftwarden.edge;

import jakarta.ws.rs.Priorities;

/// Every filter that a request passes, in the order in which it does, and why there. A filter that
/// is not named here has no place at the edge.
///
/// The first nine are Vert.x's and see every request, whatever it asks for: the higher the number,
/// the sooner. Those behind them are REST's, the lower the number the sooner, and on the way back
/// the other way round.
public final class FilterOrder {
  /// `GoneFilter`: nothing is done for nobody, nor recorded.
  public static final int GONE = 10_007;

  /// `EdgeSpans`: what the others refuse is traced too.
  public static final int TRACE = 10_006;

  /// `RequestIdFilter`: whatever is answered from here on carries the name of its request.
  public static final int NAME = 10_005;

  /// `VersionFilter`: whatever is answered from here on says that its version ends.
  public static final int FAREWELL = 10_004;

  /// `HeadFilter`: nothing reads a head that is too large or a target that has a key in it, or more
  /// than one meaning.
  public static final int HEAD = 10_003;

  /// `HostFilter`: what is meant for another host is no business of the rest, whoever asks.
  public static final int HOST = 10_002;

  /// `VersionFilter`: of a version that is retired nothing is left, whoever asks.
  public static final int RETIRED = 10_001;

  /// `PartnerFilter`: a certificate that nobody can vouch for now opens nothing, whatever is asked.
  public static final int PARTNER = 10_000;

  /// `BodyLimitFilter`: before Quarkus's own limit, which hangs up without a word.
  public static final int BODY_LIMIT = 9_999;

  /// `BodyFilter`, before a route is looked for: no thread is spent on a body that is not here.
  public static final int BODY = Integer.MIN_VALUE;

  /// `AcceptFilter`, before a route is looked for, which would already read what it checks.
  public static final int ACCEPT = Integer.MIN_VALUE + 1;

  /// `FormatFilter`, before a route is looked for, which would guess at a format that is none.
  public static final int FORMAT = Integer.MIN_VALUE + 2;

  /// `CallerFilter`: who calls, and whether they may, before anything else of the request counts.
  public static final int CALLER = Priorities.AUTHENTICATION;

  /// `QueryFilter`: what a request asks for is read only for those who may ask.
  public static final int QUERY = Priorities.USER;

  /// `IdempotencyKeyFilter`: a retry that could not be told is refused before anything is done.
  public static final int IDEMPOTENCY_KEY = Priorities.USER + 2;

  /// On the way back, `ProblemFilter`: a problem becomes the document that goes out.
  public static final int PROBLEM = Priorities.USER + 1;

  /// `AllowFilter`: 405 names the methods there are, whatever made it.
  public static final int ALLOW = Priorities.USER;

  private FilterOrder() {}
}
