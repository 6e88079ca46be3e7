-- Who the partners are. The role `auth` is the application; it has no DDL and no delete here.
create table account (
  id         text primary key check (id ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
  plan       text not null check (plan in ('standard', 'enterprise')),
  mtls       text not null check (mtls in ('required', 'optional')),
  epoch      bigint not null default 1 check (epoch > 0),
  created_at timestamptz not null,
  constraint enforced_mtls_is_for_enterprise check (plan = 'enterprise' or mtls = 'optional')
);

create table sub_account (
  account    text not null references account,
  id         text not null check (id ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
  created_at timestamptz not null,
  primary key (account, id)
);

create table client (
  account     text not null references account,
  id          text not null check (id ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
  name        text not null check (length(name) between 1 and 100),
  environment text not null check (environment in ('live', 'test')),
  scopes      text[] not null,
  epoch       bigint not null default 1 check (epoch > 0),
  created_at  timestamptz not null,
  primary key (account, id)
);

grant select, insert on account, sub_account, client to auth;
