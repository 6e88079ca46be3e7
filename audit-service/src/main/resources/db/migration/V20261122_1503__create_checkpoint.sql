-- What was published: the signed note over a committed head. Ed25519 gives one signature for one text, so
-- replicas that sign the same head publish the same bytes. The verifier key goes along into exports; who
-- checks them trusts the copy of it that they got elsewhere.
create table checkpoint (
  size         bigint primary key references tree_head (size),
  note         text not null check (note <> ''),
  verifier_key text not null check (verifier_key <> '')
);
