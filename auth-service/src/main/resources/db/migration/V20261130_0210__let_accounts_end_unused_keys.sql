-- After how many days without a use the keys of an account are revoked; null: never. Nothing counts as
-- unused from before uses were written down, so that a key whose uses nobody noted is not taken for one
-- that has none; nor while the account was suspended.
alter table account
  add column idle_key_days integer check (idle_key_days between 30 and 365),
  add column uses_counted_from timestamptz not null default now();

grant update (idle_key_days, uses_counted_from) on account to auth;
