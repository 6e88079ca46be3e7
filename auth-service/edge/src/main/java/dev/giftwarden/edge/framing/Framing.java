package dev.giftwarden.edge.framing;

import io.netty.buffer.ByteBuf;

/// Where each request on an HTTP/1.1 connection begins and ends, to the letter of RFC 9112,
/// sections 2 to 7. Whoever is more lenient may see another request than the one before us did:
/// then a stranger's bytes become somebody else's request (section 11.2). Keeps counters, and of
/// the bytes only the last target.
final class Framing {
  private enum Part {
    LINE,
    FIELDS,
    BODY,
    CHUNK_LINE,
    CHUNK,
    CHUNK_CR,
    CHUNK_LF,
    TRAILERS
  }

  private final RequestLine line = new RequestLine();
  private final FieldLines fields = new FieldLines();
  private final ChunkLine chunk = new ChunkLine();
  private Part part = Part.LINE;

  /// Of a body or a chunk.
  private long unread;

  /// Follows what can be read, and leaves it to be read.
  ///
  /// @return the index of the first byte that is no HTTP/1.1, or -1
  int follow(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (part == Part.BODY || part == Part.CHUNK) {
        long here = Math.min(unread, end - at);
        at += (int) here;
        unread -= here;
        endOfData();
      } else if (isFault(bytes.getByte(at) & 0xff)) {
        return at;
      } else {
        at++;
      }
    }
    return -1;
  }

  /// Whether what came until now is whole requests.
  boolean isBetweenRequests() {
    return part == Part.LINE && line.isBefore();
  }

  String target() {
    return line.target();
  }

  private void endOfData() {
    if (unread == 0) {
      part = part == Part.BODY ? beginRequest() : Part.CHUNK_CR;
    }
  }

  private Part beginRequest() {
    line.begin();
    return Part.LINE;
  }

  private boolean isFault(int octet) {
    return switch (step(octet)) {
      case MORE -> false;
      case FAULT -> true;
      case DONE -> part == Part.FIELDS && isAmbiguous() || endPart();
    };
  }

  private Step step(int octet) {
    return switch (part) {
      case LINE -> line.read(octet);
      case FIELDS, TRAILERS -> fields.read(octet);
      case CHUNK_LINE -> chunk.read(octet);
      case CHUNK_CR -> octet == Octets.CR ? Step.DONE : Step.FAULT;
      case CHUNK_LF -> octet == Octets.LF ? Step.DONE : Step.FAULT;
      case BODY, CHUNK -> throw new IllegalStateException("data has no form");
    };
  }

  /// Two ends of one body, or a coding that HTTP/1.0 does not have (section 6.1).
  private boolean isAmbiguous() {
    return fields.isChunked() && (fields.saysLength() || !line.isLatest());
  }

  /// @return that this is no fault
  private boolean endPart() {
    part =
        switch (part) {
          case LINE -> beginFields(Part.FIELDS);
          case FIELDS -> beginBody();
          case CHUNK_LINE -> beginChunk();
          case CHUNK_CR -> Part.CHUNK_LF;
          case CHUNK_LF -> {
            chunk.begin();
            yield Part.CHUNK_LINE;
          }
          case TRAILERS -> beginRequest();
          case BODY, CHUNK -> throw new IllegalStateException("data has no last byte");
        };
    return false;
  }

  private Part beginFields(Part of) {
    fields.begin(of == Part.TRAILERS);
    return of;
  }

  private Part beginBody() {
    if (fields.isChunked()) {
      chunk.beginBody();
      return Part.CHUNK_LINE;
    }
    unread = fields.length();
    return unread == 0 ? beginRequest() : Part.BODY;
  }

  private Part beginChunk() {
    unread = chunk.size();
    return unread == 0 ? beginFields(Part.TRAILERS) : Part.CHUNK;
  }
}
