package dev.giftwarden.auth.account;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.SubAccountId;
import java.time.Instant;

/// A part of an account that keys can be limited to: a department, a brand, a country.
public record SubAccount(AccountId account, SubAccountId id, Instant createdAt) {}
