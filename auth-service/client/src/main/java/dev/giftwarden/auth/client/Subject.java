package dev.giftwarden.auth.client;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.certs.SpiffeId;

/// Who a token was issued to, as its `sub` says it and the audit log's `actor` repeats it.
public sealed interface Subject {

  String text();

  /// The account's side: a key, or a client that came with its certificate alone.
  sealed interface Partner extends Subject {}

  /// `key:4fKq81ZpWc0x`
  record Key(KeyId id) implements Partner {
    @Override
    public String text() {
      return "key:" + id.value();
    }
  }

  /// `client:acme/erp`
  record Client(AccountId account, ClientId id) implements Partner {
    @Override
    public String text() {
      return "client:" + account.value() + "/" + id.value();
    }
  }

  /// `spiffe://services.giftwarden.example/gift`
  record Service(SpiffeId.Service id) implements Subject {
    @Override
    public String text() {
      return id.uri();
    }
  }

  /// The reverse of [#text].
  ///
  /// @throws InvalidValue for every other text
  static Subject of(String text) {
    if (text.startsWith("key:")) {
      return new Key(new KeyId(text.substring(4)));
    }
    if (text.startsWith("client:")) {
      int slash = text.indexOf('/');
      if (slash > 0) {
        return new Client(
            new AccountId(text.substring(7, slash)), new ClientId(text.substring(slash + 1)));
      }
    }
    if (SpiffeId.parse(text) instanceof SpiffeId.Service service) {
      return new Service(service);
    }
    throw new InvalidValue("not the subject of a token");
  }
}
