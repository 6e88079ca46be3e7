-- The most that a key can spend, in minor units of one currency and no other. Nothing here counts what
-- it has spent: gift does, by the root of the key's line.
alter table api_key
  add column spend_amount   bigint check (spend_amount between 1 and 9000000000000000),
  add column spend_currency text   check (spend_currency ~ '^[A-Z]{3}$'),
  add column spend_period   text   check (spend_period in ('once', 'day', 'week', 'month')),
  add column spend_per_gift bigint check (spend_per_gift between 1 and spend_amount),
  add constraint limit_is_whole check (
    (spend_amount is null) = (spend_currency is null)
    and (spend_amount is null) = (spend_period is null)
    and (spend_amount is not null or spend_per_gift is null)),
  add constraint limits_what_it_spends check (
    spend_amount is null or 'gifts:send' = any (scopes || grantable_scopes));
