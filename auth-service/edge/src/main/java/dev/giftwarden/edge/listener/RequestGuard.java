package dev.giftwarden.edge.listener;

import dev.giftwarden.edge.listener.UnreadableAnswer.Fault;
import dev.giftwarden.edge.uri.KeyInTarget;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers what is no HTTP/1.1 request before Vert.x does, which says a bare status or hangs up.
/// What two readers could read differently (RFC 9112, section 11.2) was found in the bytes
/// ([dev.giftwarden.edge.framing.FramingGuard]); what is too long, by the decoder. The answer waits
/// for those to earlier requests on the connection, and the connection ends with it.
final class RequestGuard extends ChannelDuplexHandler {
  private final UnreadableAnswer answer;
  private Supplier<String> targets = () -> "";
  private @Nullable ChannelHandlerContext context;
  private @Nullable Fault fault;
  private String target = "";

  /// Requests handed on whose answers are not complete.
  private int unanswered;

  /// Of those, how many must be complete before the fault is told: the one at fault is not.
  private int before;

  private long heads;
  private boolean inBody;

  RequestGuard(UnreadableAnswer answer) {
    this.answer = answer;
  }

  void readsTargetsFrom(Supplier<String> last) {
    targets = last;
  }

  /// How many heads have come to their end.
  long heads() {
    return heads;
  }

  boolean inBody() {
    return inBody;
  }

  /// Whether more may come of what was answered, or will be.
  boolean isUnread() {
    return inBody || fault != null;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    this.context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) throws Exception {
    if (fault != null) {
      ReferenceCountUtil.release(message);
      return;
    }
    @Nullable Fault found = message instanceof HttpObject read ? fault(read) : null;
    if (message instanceof HttpRequest) {
      heads++;
      inBody = true;
      unanswered += found == null ? 1 : 0;
    }
    if (found != null) {
      ReferenceCountUtil.release(message);
      refuse(found, message instanceof HttpRequest ? unanswered : unanswered - 1);
      return;
    }
    if (message instanceof LastHttpContent) {
      inBody = false;
    }
    super.channelRead(from, message);
  }

  /// The head that is being waited for has taken too long.
  void tooSlow() {
    if (fault == null) {
      refuse(Fault.TOO_SLOW, unanswered);
    }
  }

  /// What comes now is no HTTP/1.1: of a head, which is no request then, or of a body, whose
  /// request is on its way.
  void malformed() {
    if (fault == null) {
      refuse(Fault.MALFORMED, inBody ? unanswered - 1 : unanswered);
    }
  }

  private static @Nullable Fault fault(HttpObject message) {
    if (message.decoderResult().isFailure()) {
      return switch (message.decoderResult().cause()) {
        case TooLongHttpLineException _ -> Fault.LINE_TOO_LONG;
        case TooLongHttpHeaderException _ -> Fault.HEADERS_TOO_LARGE;
        default -> Fault.MALFORMED;
      };
    }
    return null;
  }

  private void refuse(Fault found, int complete) {
    boolean ofHead = complete == unanswered;
    target = ofHead ? targets.get() : "";
    fault = KeyInTarget.isIn(target) ? Fault.KEY_IN_TARGET : found;
    before = unanswered - complete;
    if (complete == 0) {
      tell();
    } else if (complete < 0 && context != null) {
      context.close(); // a body that goes wrong behind its answer
    }
  }

  private void tell() {
    if (context != null && fault != null) {
      ChannelHandlerContext to = context;
      var _ =
          answer
              .to(fault, target, to.channel())
              .thenAccept(told -> to.writeAndFlush(told).addListener(ChannelFutureListener.CLOSE));
    }
  }

  @Override
  public void write(ChannelHandlerContext to, Object message, ChannelPromise promise)
      throws Exception {
    super.write(to, message, promise);
    boolean informational =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (message instanceof LastHttpContent && !informational) {
      unanswered--;
      if (fault != null && unanswered == before) {
        tell();
      }
    }
  }
}
