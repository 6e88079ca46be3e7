-- The link by which a recipient comes to a gift: a bearer's secret of 131 random bits, kept as its
-- SHA-256. There is one of a gift; a new one takes its place.
create table gift_link (
  gift_id     text        not null primary key,
  account     text        not null,
  sub_account text        check (sub_account <> ''),
  environment text        not null,
  secret_hash bytea       not null unique check (octet_length(secret_hash) = 32),
  made_at     timestamptz not null,
  foreign key (gift_id, account, environment) references gift (id, account, environment)
);

alter table gift_link enable row level security;
alter table gift_link force row level security;
create policy tenant on gift_link using (in_tenant(account, sub_account, environment));

-- Whoever brings the secret comes from nowhere: `app.link`, its hash in hexadecimal digits, shows that
-- one row and changes nothing. What the row says is then entered as a tenant.
create policy bearer on gift_link for select
  using (secret_hash = decode(nullif(current_setting('app.link', true), ''), 'hex'));

grant select, insert, update (secret_hash, made_at) on gift_link to gift;
