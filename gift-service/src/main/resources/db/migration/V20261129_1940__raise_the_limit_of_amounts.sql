-- MinorUnits.MAX: what is a large budget in the weakest currency. The version before this one writes
-- less and reads all of it.
alter table budget
  drop constraint budget_granted_check,
  add constraint budget_granted_check check (granted between 1 and 9000000000000000);

alter table gift
  drop constraint gift_amount_check,
  add constraint gift_amount_check check (amount between 1 and 9000000000000000);
