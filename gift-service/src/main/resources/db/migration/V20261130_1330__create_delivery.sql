-- Where a claimed gift goes: what its recipient typed, sealed under the key of the recipient, with which
-- it goes. Who carries it says nothing about anybody.
create table delivery (
  gift_id     text        not null primary key,
  account     text        not null,
  sub_account text        check (sub_account <> ''),
  environment text        not null,
  claimed_at  timestamptz not null,
  sealed      bytea       not null,
  carrier     text        check (char_length(carrier) between 1 and 100),
  tracking    text        check (char_length(tracking) between 1 and 100),
  check (tracking is null or carrier is not null),
  foreign key (gift_id, account, environment) references gift (id, account, environment)
);

create index delivery_newest on delivery (account, environment, claimed_at desc, gift_id desc);

alter table delivery enable row level security;
alter table delivery force row level security;
create policy tenant on delivery using (in_tenant(account, sub_account, environment));

grant select, insert, update (carrier, tracking) on delivery to gift;
