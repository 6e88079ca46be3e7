-- The last use of each key and how often it was refused, apart from the keys, so that noting it holds
-- up nobody who changes one. No foreign key for the same reason: a key that is there is never deleted,
-- and who notes looks for it.
create table key_use (
  key              text primary key,
  used_at          timestamptz,
  used_route       text check (length(used_route) between 1 and 200),
  used_from        text,
  used_certificate text,
  failures         bigint not null default 0 check (failures >= 0),
  failed_at        timestamptz,
  constraint used_for_and_from check (
    (used_at is null) = (used_route is null) and (used_at is null) = (used_from is null)
    and (used_certificate is null or used_at is not null)),
  constraint failed_at_some_time check ((failures = 0) = (failed_at is null))
);

-- What was counted, for as long as it may come again: failures add up.
create table key_use_batch (
  id          uuid primary key,
  received_at timestamptz not null
);
create index key_use_batch_by_time on key_use_batch (received_at);

grant select, insert on key_use to auth;
grant update (used_at, used_route, used_from, used_certificate, failures, failed_at) on key_use to auth;
grant select, insert, delete on key_use_batch to auth;
