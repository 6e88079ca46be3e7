package dev.giftwarden.auth.token;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.registration.Client;
import java.util.Optional;

/// What a proven key is judged by, as it stands at one moment.
///
/// @param client the registered client that the certificate on the connection names, if it belongs
///   to the key's account
record Standing(Key key, Account account, Optional<Client> client) {}
