-- What an Idempotency-Key has led to. Neither the key nor anything of a person is here: IdempotencyKey
-- says what the two hashes are and what they confirm.
create table idempotency_record (
  account     text        not null check (account <> ''),
  environment text        not null check (environment in ('live', 'test')),
  holder      text        not null check (holder <> ''),
  key_hash    bytea       not null check (octet_length(key_hash) = 32),
  fingerprint bytea       not null check (octet_length(fingerprint) = 32),
  target      text        not null,
  created_at  timestamptz not null,
  primary key (account, environment, holder, key_hash)
);

alter table idempotency_record enable row level security;
alter table idempotency_record force row level security;
create policy tenant on idempotency_record using (in_account(account, environment));

grant select, insert on idempotency_record to gift;
