package dev.giftwarden.edge.format;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.Utf8;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;

/// Bodies that are text are UTF-8 to the letter (RFC 3629; RFC 8259, section 8.1) before anything
/// reads them: parsers take overlong forms for what they stand for, and guess at UTF-16. A byte
/// order mark and U+0000 stand in no honest body. Forms are read here and by nobody else.
///
/// What a reader cannot decode all the same is the caller's fault: what it throws would make it
/// ours.
@Provider
public class DecodingInterceptor implements ReaderInterceptor {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    if (context.getType() == byte[].class || context.getType() == InputStream.class) {
      return context.proceed(); // its own reader knows what they are, or reads them as they come
    }
    byte[] octets = context.getInputStream().readAllBytes();
    String text = text(octets);
    if (MultivaluedMap.class.isAssignableFrom(context.getType())) {
      return form(text);
    }
    context.setInputStream(new ByteArrayInputStream(octets));
    try {
      return context.proceed();
    } catch (IllegalArgumentException | CharConversionException e) {
      throw new BadRequestException(e);
    }
  }

  private static MultivaluedMap<String, String> form(String text) {
    var form = new MultivaluedHashMap<String, String>();
    form.putAll(
        Form.parse(text)
            .orElseThrow(() ->
                new InvalidValue(
                    "A form is name=value, joined by `&`; what is percent-encoded is UTF-8, and no"
                        + " control character.")));
    return form;
  }

  private static String text(byte[] octets) {
    return Utf8.decode(octets)
        .filter(text -> text.indexOf('\0') < 0 && !text.startsWith(BYTE_ORDER_MARK))
        .orElseThrow(() ->
            new InvalidValue(
                "The body is UTF-8 (RFC 3629), without a byte order mark and U+0000."));
  }
}
