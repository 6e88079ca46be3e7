-- Who a transaction acts for. `Tenant.in` sets three values for the transaction alone (set_config
-- with is_local): app.account, app.environment, and app.sub_accounts (`*`, or names joined by commas;
-- a name has no comma). Unset, or left over as '' from an earlier transaction, they match no row.
create function in_account(account text, environment text) returns boolean
  language sql stable parallel safe
  return account = nullif(current_setting('app.account', true), '')
     and environment = current_setting('app.environment', true);

-- A row of the account itself (sub_account null) is for callers that are not confined to sub-accounts.
create function in_tenant(account text, sub_account text, environment text) returns boolean
  language sql stable parallel safe
  return in_account(account, environment)
     and (current_setting('app.sub_accounts', true) = '*'
       or sub_account = any (string_to_array(current_setting('app.sub_accounts', true), ',')));
