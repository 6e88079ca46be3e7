-- Who somebody is lies here sealed: AES-256-GCM under a key of each recipient's own (`sealed`), which lies
-- beside it wrapped by a key that is mounted and never here (`kek` is its name, `wrapped_key` 60 bytes).
-- `email_index` is a keyed hash. Rows from before are in the clear until the service has sealed them; a
-- replica of the version before reads and writes those alone.
alter table recipient
  add column kek         text check (kek ~ '^kek-[1-9][0-9]{0,8}$'),
  add column wrapped_key bytea check (octet_length(wrapped_key) = 60),
  add column sealed      bytea check (octet_length(sealed) between 29 and 16384),
  add column email_index bytea check (octet_length(email_index) = 32),
  add column erased_at   timestamptz,
  alter column name drop not null,
  alter column email drop not null,
  add constraint clear_sealed_or_erased check (
    (num_nonnulls(kek, wrapped_key, sealed, email_index, erased_at) = 0
      and name is not null and email is not null)
    or (num_nonnulls(name, email, phone, address_line1, address_line2, city, region, postal_code,
                     country) = 0
      and (num_nulls(kek, wrapped_key, sealed, email_index) = 0 and erased_at is null
        or num_nonnulls(kek, wrapped_key, sealed, email_index) = 0 and erased_at is not null)));

drop index recipient_email;
create index recipient_email on recipient (account, environment, lower(email)) where email is not null;
create index recipient_email_index on recipient (account, environment, email_index)
  where email_index is not null;
