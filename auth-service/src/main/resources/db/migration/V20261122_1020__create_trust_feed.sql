-- The one feed by which every verifier learns what to trust. The lock on the only row of trust_head
-- makes the order of numbers the order of commits: a reader that has seen n will never find a new m < n.
create table trust_head (
  only_row boolean primary key default true check (only_row),
  number   bigint not null
);
insert into trust_head (number) values (0);

-- Public halves only; the private half has never left the process that made it. A row proves nothing by
-- itself: verifiers check `signature` against the service certificate at the head of `chain`.
create table signing_key (
  id           text primary key,
  public_key   bytea not null,
  not_after    timestamptz not null,
  chain        bytea[] not null,
  signature    bytea not null,
  published_at timestamptz not null default now()
);

create table trust_change (
  number      bigint primary key,
  changed_at  timestamptz not null default clock_timestamp(),
  subject     text,
  epoch       bigint,
  signing_key text references signing_key,
  constraint one_kind_of_change
    check ((subject is null) = (epoch is null) and (subject is null) <> (signing_key is null))
);
create index trust_change_by_time on trust_change (changed_at);

-- Every live feed and how far it has come: a new key signs nothing that one of them could not verify.
create table trust_consumer (
  consumer     text primary key check (length(consumer) between 1 and 80),
  acknowledged bigint not null,
  seen_at      timestamptz not null
);

grant select, update (number) on trust_head to auth;
grant select, insert, delete on signing_key, trust_change to auth;
grant select, insert, update, delete on trust_consumer to auth;
