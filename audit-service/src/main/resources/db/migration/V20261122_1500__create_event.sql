-- One reported fact. An empty text says that the fact has no such part. `received` orders lists and the
-- queue; the order that is proven is the one of the leaves. The salt opens the leaf: whoever erases the
-- row erases both.
create table event (
  id                 uuid primary key,
  received           bigint generated always as identity unique,
  source             text not null check (source <> ''),
  time_unix_ms       bigint not null check (time_unix_ms >= 0),
  account            text not null,
  sub_account        text not null,
  environment        text not null check (environment in ('', 'live', 'test')),
  actor              text not null check (actor <> ''),
  action             text not null check (action <> ''),
  target             text not null,
  outcome            text not null check (outcome in ('success', 'refused')),
  reason             text not null,
  source_address     text not null,
  certificate_serial text not null,
  key_id             text not null,
  api_version        text not null,
  request_id         text not null,
  count              bigint not null check (count >= 1),
  salt               bytea not null check (octet_length(salt) = 32)
);

create index event_of_account on event (account, received desc);
