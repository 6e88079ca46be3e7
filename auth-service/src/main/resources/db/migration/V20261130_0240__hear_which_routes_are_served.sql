-- What each service says that it serves, by the release that said it: a digest of all that it said. Replicas of
-- two releases serve both, so a release counts for as long as one of its replicas says so.
create table served_route (
  service      text not null,
  release      text not null check (release ~ '^[0-9a-f]{64}$'),
  route        text not null,
  door         text not null check (door in ('anybody', 'itself', 'scopes', 'operators')),
  scopes       text[] not null,
  versioned    boolean not null,
  shows_people boolean not null,
  told_at      timestamptz not null,
  primary key (service, release, route)
);

grant select, insert, delete, update (scopes, told_at) on served_route to auth;
