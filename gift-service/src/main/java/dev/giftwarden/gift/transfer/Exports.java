package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.recipient.Disclosure;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.recipient.ShownRecipient;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import jakarta.inject.Singleton;
import java.io.IOException;

/// Gives out all recipients that a caller reaches, some at a time: what is in memory is a page,
/// however many there are, and its reveals are recorded before a byte of it goes out.
@Singleton
public class Exports {

  private final Tenant tenant;
  private final RecipientTable recipients;
  private final Disclosure disclosure;
  private final GiftAudit audit;

  Exports(Tenant tenant, RecipientTable recipients, Disclosure disclosure, GiftAudit audit) {
    this.tenant = tenant;
    this.recipients = recipients;
    this.disclosure = disclosure;
    this.audit = audit;
  }

  /// Where what is given out goes.
  @FunctionalInterface
  public interface Sink {
    void take(ShownRecipient recipient) throws IOException;
  }

  /// The newest first. Who was there when it began is in it once, as they are when their page is
  /// read; who came later is not.
  ///
  /// @throws IOException if `sink` does: whoever asked has gone
  public void run(Caller.Partner caller, Sink sink) throws IOException {
    audit.read(caller, "recipient.export", "");
    PageRequest request = PageRequest.first(PageRequest.MAX_LIMIT);
    Page<ShownRecipient> page;
    do {
      page = page(caller, request);
      for (ShownRecipient recipient : page.items()) {
        sink.take(recipient);
      }
      request = page.next().flatMap(Cursor::parse).map(request::after).orElse(request);
    } while (page.next().isPresent());
  }

  private Page<ShownRecipient> page(Caller.Partner caller, PageRequest request) {
    return tenant.look(
        TenantScope.of(caller),
        session ->
            recipients
                .list(session, request)
                .map(recipient -> disclosure.show(session, caller, recipient)));
  }
}
