-- An event is written down once: as the bytes giftwarden/event/v1 that its leaf commits to, a tag and 17
-- fields, each behind its length as a big-endian u32. What is here already becomes the same bytes, or its
-- leaf would not open any more.
alter table event add column encoded bytea;

create function as_event_field(value bytea) returns bytea language sql as $$
  select int4send(octet_length(value)) || value
$$;

create function as_event_field(value text) returns bytea language sql as $$
  select as_event_field(convert_to(value, 'UTF8'))
$$;

update event set encoded =
  as_event_field('giftwarden/event/v1'::text)
  || as_event_field(uuid_send(id))
  || as_event_field(source)
  || as_event_field(int8send(time_unix_ms))
  || as_event_field(account)
  || as_event_field(sub_account)
  || as_event_field(environment)
  || as_event_field(actor)
  || as_event_field(action)
  || as_event_field(target)
  || as_event_field(outcome)
  || as_event_field(reason)
  || as_event_field(source_address)
  || as_event_field(certificate_serial)
  || as_event_field(key_id)
  || as_event_field(api_version)
  || as_event_field(request_id)
  || as_event_field(int8send(count));

drop function as_event_field(text);
drop function as_event_field(bytea);

alter table event
  alter column encoded set not null,
  add constraint event_encoded_has_its_id check (
    substr(encoded, 1, 43)
      = '\x000000136769667477617264656e2f6576656e742f763100000010'::bytea || uuid_send(id));
