-- The feed tells of revoked certificates as of keys: a change names the row. A further kind is a further
-- column, and its name in the list.
alter table trust_change
  add column certificate text references revoked_certificate,
  drop constraint one_kind_of_change,
  add constraint one_kind_of_change check (
    (subject is null) = (epoch is null)
      and num_nonnulls(subject, signing_key, certificate) = 1);
create index trust_change_of_certificate on trust_change (certificate)
  where certificate is not null;

grant insert (certificate) on trust_change to auth;
