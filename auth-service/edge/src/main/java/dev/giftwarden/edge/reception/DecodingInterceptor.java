package dev.giftwarden.edge.reception;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.CharConversionException;
import java.io.IOException;

/// A body that its reader cannot decode, such as a form with half an escape or JSON in no UTF-32,
/// is the caller's fault: what the readers throw would make it ours.
@Provider
public class DecodingInterceptor implements ReaderInterceptor {

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    try {
      return context.proceed();
    } catch (IllegalArgumentException | CharConversionException e) {
      throw new BadRequestException(e);
    }
  }
}
