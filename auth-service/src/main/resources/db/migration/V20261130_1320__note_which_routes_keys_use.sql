-- For which routes each key was used at all, apart from the keys as their last use is, and for the same
-- reason without a foreign key. Of uses from before an account's time here nothing is known, so that a
-- route is not taken for unused whose uses nobody noted.
create table key_route (
  key     text not null,
  service text not null check (service in ('auth', 'gift', 'audit')),
  route   text not null check (length(route) between 1 and 200),
  used_at timestamptz not null,
  primary key (key, service, route)
);

alter table account add column routes_counted_from timestamptz not null default now();

grant select, insert, delete, update (used_at) on key_route to auth;
