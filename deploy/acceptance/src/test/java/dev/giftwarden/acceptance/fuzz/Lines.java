package dev.giftwarden.acceptance.fuzz;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.wire.Draft;
import dev.giftwarden.acceptance.wire.Http2;
import dev.giftwarden.acceptance.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The connections of one worker: to each service one of HTTP/1.1 and one of HTTP/2, as long as
/// they last.
final class Lines implements AutoCloseable {
  /// RFC 9113, section 7: what a server may say to a request that breaks the protocol.
  private static final int PROTOCOL_ERROR = 1;

  private static final int STREAM_CLOSED = 5;

  /// What else stands in a request line is no method of a document.

  private final House house;

  private final Attacker attacker;
  private final Report report;
  private final Random random;
  private final Catalogue catalogue = new Catalogue();
  private final Map<String, Wire.Dialer> dialers = new HashMap<>();
  private final Map<String, Wire> wires = new HashMap<>();
  private final Map<String, Http2> connections = new HashMap<>();

  Lines(House house, Attacker attacker, Report report, long seed) {
    this.house = house;
    this.attacker = attacker;
    this.report = report;
    this.random = new Random(seed);
  }

  /// One in four over HTTP/2, unless it is about the lines of HTTP/1.1.
  void attempt(int number) {
    Attacker.Attempt attempt = attacker.attempt(number, random);
    boolean http2 = random.nextInt(4) == 0 && attempt.draft().raw.length == 0;
    try {
      if (http2) {
        overHttp2(attempt);
      } else {
        overHttp1(attempt);
      }
    } catch (IOException | AssertionError e) {
      report.complain(attempt, "failed: " + e);
      drop(attempt.api());
    }
  }

  private Wire.Dialer dialer(Api api) {
    return dialers.computeIfAbsent(
        api.service(), name -> Wire.Dialer.of(house, attacker.at(name), name));
  }

  private void overHttp1(Attacker.Attempt attempt) throws IOException {
    Api api = attempt.api();
    Draft draft = attempt.draft();
    Wire wire = wires.computeIfAbsent(api.service(), _ -> dialer(api).dial(api.url()));
    try {
      wire.send(draft.bytes());
    } catch (IOException _) {
      // It may answer and hang up before it has all: the answer is still to be read.
    }
    Optional<Wire.Answer> answer = wire.answer(draft.isHead());
    if (answer.isEmpty()) {
      report.count("hung up");
      report.complain(attempt, "was cut off without an answer");
    } else {
      judge(attempt, answer.get());
    }
    if (draft.raw.length > 0 || answer.isEmpty() || answer.get().last()) {
      wires.remove(api.service()).close();
    }
  }

  private void overHttp2(Attacker.Attempt attempt) throws IOException {
    Api api = attempt.api();
    Http2 connection = connections.computeIfAbsent(api.service(), _ -> open(api));
    Http2.Ending ending = ending(connection, attempt.draft());
    if (hasEnded(ending)) { // behind an earlier answer
      connection.close();
      connection = open(api);
      connections.put(api.service(), connection);
      ending = ending(connection, attempt.draft());
    }
    if (ending.answer().isPresent()) {
      if (ending.answer().get().isBare()) {
        report.count("431, bare");
      } else {
        judge(attempt, ending.answer().get());
      }
      return;
    }
    int error = ending.refusal().map(Http2.Frame::error).orElse(-1);
    boolean streamAlone = ending.refusal().map(Http2.Frame::type).orElse(-1) == Http2.RST_STREAM;
    report.count((streamAlone ? "reset " : "goaway ") + error);
    // Where the server ends a connection with bytes of a body unread, TCP takes its last words
    // back.
    boolean unheard = error == -1 && attempt.draft().body.length > 0;
    if (error != PROTOCOL_ERROR && error != STREAM_CLOSED && !unheard) {
      report.complain(attempt, "was reset over HTTP/2 with " + error);
    }
    if (!streamAlone) {
      connections.remove(api.service()).close();
    }
  }

  private static Http2.Ending ending(Http2 connection, Draft draft) throws IOException {
    try {
      return connection.ending(connection.request(draft));
    } catch (SocketException _) {
      return new Http2.Ending(Optional.empty(), Optional.empty());
    }
  }

  private static boolean hasEnded(Http2.Ending ending) {
    return ending.answer().isEmpty() && ending.refusal().isEmpty();
  }

  private Http2 open(Api api) {
    try {
      return Http2.open(dialer(api), api.url());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void judge(Attacker.Attempt attempt, Wire.Answer answer) {
    report.count(Integer.toString(answer.status()));
    catalogue
        .complaint(answer, Attacker.MARKER, attempt.operation().isToken(), attempt.draft().isHead())
        .ifPresent(wrong ->
            report.complain(
                attempt, answer.status() + " " + wrong + ": " + answer.headers() + answer.text()));
  }

  private void drop(Api api) {
    Optional.ofNullable(wires.remove(api.service())).ifPresent(Wire::close);
    Optional.ofNullable(connections.remove(api.service())).ifPresent(Http2::close);
  }

  @Override
  public void close() {
    wires.values().forEach(Wire::close);
    connections.values().forEach(Http2::close);
  }
}
