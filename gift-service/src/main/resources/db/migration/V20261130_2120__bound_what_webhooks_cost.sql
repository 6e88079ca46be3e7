-- What is being sent is found without all that waits, which may be years of somebody's gifts.
create index webhook_delivery_in_hand on webhook_delivery (webhook_id) where lease is not null;

-- How many messages are being sent to each endpoint, by whomever. One process at a time takes messages: the lock
-- lasts until the caller's statement is committed, and what is counted is counted after it, each statement of a
-- volatile function seeing what was committed before it.
create function webhooks_in_hand(at timestamptz) returns table (webhook_id text, account text, messages bigint)
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(hashtext('webhook_delivery'), hashtext('take'));
  return query
    select d.webhook_id, d.account, count(*)
      from webhook_delivery d
     where d.lease is not null and d.leased_until > at
     group by d.webhook_id, d.account;
end $$;

revoke all on function webhooks_in_hand(timestamptz) from public;
grant execute on function webhooks_in_hand(timestamptz) to gift_webhooks;
