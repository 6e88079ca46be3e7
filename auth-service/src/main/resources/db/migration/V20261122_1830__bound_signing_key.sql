-- What a replica writes fits easily. A row that does not would burden or break whoever reads the feed.
alter table signing_key
  add constraint id_of_a_key check (length(id) between 1 and 64),
  add constraint public_key_on_p256 check (octet_length(public_key) between 1 and 200),
  add constraint chain_of_certificates check (
    cardinality(chain) between 1 and 4 and array_ndims(chain) = 1
      and array_position(chain, null) is null and length(chain::text) <= 32768),
  add constraint signature_on_p256 check (octet_length(signature) between 1 and 100);
