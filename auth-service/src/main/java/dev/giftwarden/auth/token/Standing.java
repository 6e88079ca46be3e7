package dev.giftwarden.auth.token;

import dev.giftwarden.auth.account.MtlsPolicy;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.refusal.Refusal;
import java.util.Map;
import java.util.Optional;

/// What a proven key is judged by, as it stands at one moment.
///
/// @param plan of the key's account
/// @param mtls the policy of the key's account
/// @param suspended whether the account is
/// @param client the world of the registered client that the certificate on the connection names,
///   if it belongs to the key's account
/// @param revoked whether the certificate on the connection is, or the client that it names
/// @param versions what that client and that certificate may call
/// @param epochs of the key, the account and the client, by the names under which the trust feed
///   knows them
/// @param number of the last change of the trust feed that was in it
record Standing(
    Key key,
    Plan plan,
    MtlsPolicy mtls,
    boolean suspended,
    Optional<Environment> client,
    Optional<Refusal> revoked,
    GrantedVersions versions,
    Map<String, Long> epochs,
    long number)
    implements Stood {
  Standing {
    epochs = Map.copyOf(epochs);
  }
}
