-- A token that is revoked by itself is an epoch of its own in the feed: `token:` and its `jti`. One row
-- for each, whichever replica is asked, and found without reading a day of changes.
create unique index one_revocation_of_a_token on trust_change (subject) where subject like 'token:%';
