-- What an Idempotency-Key has led to. Of the word there is a hash and of the request an HMAC under the
-- word, as in gift; of a key that was made, its id. The account is that of the path: none where an
-- account is made.
create table idempotency_record (
  account     text        not null,
  holder      text        not null check (holder <> ''),
  key_hash    bytea       not null check (octet_length(key_hash) = 32),
  fingerprint bytea       not null check (octet_length(fingerprint) = 32),
  target      text        not null check (target <> ''),
  created_at  timestamptz not null,
  primary key (account, holder, key_hash)
);
create index idempotency_record_oldest on idempotency_record (created_at);

-- A record is kept for 24 hours at least: the database says so, whatever the application asks for.
alter table idempotency_record enable row level security;
create policy read on idempotency_record for select to auth using (true);
create policy written on idempotency_record for insert to auth with check (true);
create policy kept_for_a_day on idempotency_record for delete to auth
  using (created_at < now() - interval '24 hours');

grant select, insert, delete on idempotency_record to auth;
