-- The feed tells where a version stands as it tells of keys: a change names the row.
alter table trust_change
  add column version text references api_version,
  drop constraint one_kind_of_change,
  add constraint one_kind_of_change check (
    (subject is null) = (epoch is null) and num_nonnulls(subject, signing_key, certificate, version) = 1);

grant insert (version) on trust_change to auth;
