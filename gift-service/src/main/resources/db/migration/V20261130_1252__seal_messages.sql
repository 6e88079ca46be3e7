-- What is written to a recipient lies under the recipient's key: its row has no other.
alter table gift
  add column sealed_message bytea check (octet_length(sealed_message) between 29 and 4096),
  add constraint message_clear_or_sealed check (message is null or sealed_message is null);

-- What is still to be sealed, or goes when its recipient is erased: in time, nothing.
create index gift_clear_message on gift (recipient_id) where message is not null;
