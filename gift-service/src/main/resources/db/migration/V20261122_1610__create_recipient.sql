-- The only table that says who somebody is.
create table recipient (
  id            text        not null primary key,
  account       text        not null check (account <> ''),
  sub_account   text        check (sub_account <> ''),
  environment   text        not null check (environment in ('live', 'test')),
  name          text        not null check (char_length(name) between 1 and 200),
  email         text        not null check (char_length(email) between 3 and 254),
  phone         text        check (char_length(phone) <= 30),
  address_line1 text        check (char_length(address_line1) <= 200),
  address_line2 text        check (char_length(address_line2) <= 200),
  city          text        check (char_length(city) <= 100),
  region        text        check (char_length(region) <= 100),
  postal_code   text        check (char_length(postal_code) <= 20),
  country       text        check (country ~ '^[A-Z]{2}$'),
  created_at    timestamptz not null,
  unique (id, account, environment)
);

create index recipient_newest on recipient (account, environment, created_at desc, id desc);
create index recipient_email on recipient (account, environment, lower(email));

alter table recipient enable row level security;
alter table recipient force row level security;
create policy tenant on recipient using (in_tenant(account, sub_account, environment));

grant select, insert on recipient to gift;
