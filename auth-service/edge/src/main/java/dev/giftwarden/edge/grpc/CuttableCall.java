package dev.giftwarden.edge.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.locks.ReentrantLock;

/// A call that somebody else than the RPC's own code may end, at any moment. What that code says
/// afterwards goes nowhere, and what its caller says afterwards does not reach it.
final class CuttableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;
  private volatile boolean cut;

  CuttableCall(ServerCall<Q, A> call) {
    super(call);
  }

  /// @return whether it was open until now
  boolean cut(Status status) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      cut = true;
      super.close(status, new Metadata());
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sendHeaders(Metadata headers) {
    unlessCut(() -> super.sendHeaders(headers));
  }

  @Override
  public void sendMessage(A message) {
    unlessCut(() -> super.sendMessage(message));
  }

  @Override
  public void close(Status status, Metadata trailers) {
    unlessCut(() -> {
      closed = true;
      super.close(status, trailers);
    });
  }

  @Override
  public boolean isCancelled() {
    return cut || super.isCancelled();
  }

  private void unlessCut(Runnable act) {
    lock.lock();
    try {
      if (!cut) {
        act.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /// For the RPC's code, a call that was cut is one that its caller has given up.
  ///
  /// @param onEnd whatever ended it
  ServerCall.Listener<Q> listener(ServerCall.Listener<Q> next, Runnable onEnd) {
    return new SimpleForwardingServerCallListener<>(next) {
      @Override
      public void onMessage(Q message) {
        if (!cut) {
          super.onMessage(message);
        }
      }

      @Override
      public void onHalfClose() {
        if (!cut) {
          super.onHalfClose();
        }
      }

      @Override
      public void onComplete() {
        onEnd.run();
        if (cut) {
          super.onCancel();
        } else {
          super.onComplete();
        }
      }

      @Override
      public void onCancel() {
        onEnd.run();
        super.onCancel();
      }
    };
  }
}
