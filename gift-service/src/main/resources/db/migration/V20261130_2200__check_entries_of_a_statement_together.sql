-- An entry is written by one statement, and so can be checked when that ends: once for all that it writes, and not
-- for each line when the transaction commits. It is as strict as before. An entry has no more than two lines, for
-- these are its key, and each statement has to bring both; what is there is never changed.
drop trigger ledger_entry_sums_to_zero on ledger_line;
drop function ledger_entry_sums_to_zero();

create function ledger_entries_sum_to_zero() returns trigger language plpgsql as $$
declare
  wrong text;
begin
  select entry_id into wrong
    from written
   group by entry_id
  having count(*) <> 2 or sum(amount) <> 0
      or min(budget_id) <> max(budget_id) or min(currency) <> max(currency)
   limit 1;
  if wrong is not null then
    raise exception 'the lines of ledger entry % are not two of one budget that sum to 0', wrong
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create trigger ledger_entries_sum_to_zero
  after insert on ledger_line referencing new table as written
  for each statement execute function ledger_entries_sum_to_zero();
