-- Under which keys recipients are, of all tenants: whose a row is and how its key is wrapped, and nothing
-- of who it is. The two indexes answer "is anything left to do?" without a look at what is done.
create index recipient_clear on recipient (account, environment) where kek is null and erased_at is null;
create index recipient_kek on recipient (kek, account, environment) where kek is not null;

create policy worker on recipient for select to gift_worker using (true);
grant select (account, environment, id, kek, wrapped_key, erased_at) on recipient to gift_worker;
