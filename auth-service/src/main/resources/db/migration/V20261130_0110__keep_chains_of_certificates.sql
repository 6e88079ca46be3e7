-- What was handed out, so that whoever asks again for the same gets the same: PEM, the certificate and
-- the CA that signed it. It is no secret. Empty in what was issued before it was kept.
alter table certificate
  add column chain text check (octet_length(chain) between 1 and 16384);
