-- Every certificate of a partner's client that auth has issued, and what it grants. Of a row that
-- exists only the last use changes; that it was revoked stands in revoked_certificate.
create table certificate (
  serial       text primary key check (serial ~ '^[1-9a-f][0-9a-f]{0,39}$'),
  account      text not null,
  client       text not null,
  thumbprint   text not null unique check (thumbprint ~ '^[A-Za-z0-9_-]{43}$'),
  -- SHA-256 of the SubjectPublicKeyInfo: a key is certified once, whoever asks again.
  key_sha256   bytea not null unique check (octet_length(key_sha256) = 32),
  versions     text[] not null check (cardinality(versions) > 0),
  not_before   timestamptz not null,
  not_after    timestamptz not null,
  issued_at    timestamptz not null,
  issued_by    text not null,
  predecessor  text references certificate,
  seen_at      timestamptz,
  seen_from    text,
  foreign key (account, client) references client (account, id),
  constraint ends_after_it_begins check (not_after > not_before)
);
create index certificate_of_client on certificate (account, client, not_after desc);
create index certificate_by_end on certificate (not_after);

grant select, insert on certificate to auth;
grant update (versions, seen_at, seen_from) on certificate to auth;
