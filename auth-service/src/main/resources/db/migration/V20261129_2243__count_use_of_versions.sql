-- Calls that gift and audit have served, by day: who would miss a version. A batch that comes twice counts
-- once, for as long as a report of its age is taken.
create table version_usage (
  day         date not null,
  version     text not null references api_version,
  account     text not null,
  subject     text not null,
  certificate text not null,
  service     text not null,
  calls       bigint not null check (calls > 0),
  primary key (day, version, account, subject, certificate, service)
);

create table usage_batch (
  id          uuid primary key,
  received_at timestamptz not null
);
create index usage_batch_by_time on usage_batch (received_at);

grant select, insert, delete, update (calls) on version_usage to auth;
grant select, insert, delete on usage_batch to auth;
