-- How many live keys an account has is counted under its lock, whenever it makes one: it must not take
-- longer for an account that has had many.
create index api_key_live on api_key (account, expires_at) where revoked_at is null;
