-- An endpoint that was opened to people, with the reason, by a key that may see them: what is told there names
-- the recipient, as long as there is one. Whoever sends reads the recipients of messages that wait for such an
-- endpoint, sealed as they are, and no others.
alter table webhook add column pii_reason text check (char_length(pii_reason) between 1 and 500);

create index webhook_delivery_recipient on webhook_delivery (recipient_id) where status = 'waiting';

create policy sender on recipient for select to gift_webhooks
  using (exists (
    select from webhook_delivery d
      join webhook w on w.id = d.webhook_id
     where d.recipient_id = recipient.id and d.account = recipient.account
       and d.environment = recipient.environment and d.status = 'waiting'
       and w.pii_reason is not null));

grant select (id, account, environment, kek, wrapped_key, sealed) on recipient to gift_webhooks;
