-- A column stays where readers choose by it; all else is read out of the bytes.
alter table event
  drop column source,
  drop column target,
  drop column outcome,
  drop column reason,
  drop column source_address,
  drop column certificate_serial,
  drop column key_id,
  drop column api_version,
  drop column request_id,
  drop column count;
