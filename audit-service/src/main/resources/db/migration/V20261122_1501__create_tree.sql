-- The states of the tree, each grown from exactly one before: of two writers that start from the same
-- size, one finds `prev_size` taken. `frontier` holds the roots of the complete subtrees, largest first.
create table tree_head (
  size      bigint primary key check (size >= 0),
  prev_size bigint unique references tree_head (size),
  root      bytea not null check (octet_length(root) = 32),
  frontier  bytea not null check (octet_length(frontier) = 32 * bit_count(int8send(size))),
  check (prev_size < size),
  check ((prev_size is null) = (size = 0))
);

-- The root of the empty tree is the hash of nothing (RFC 6962, 2.1).
insert into tree_head (size, prev_size, root, frontier) values (0, null, sha256(''), '');

-- Refers to its event without a foreign key: an erased event is gone while its leaf stays.
create table leaf (
  index    bigint primary key check (index >= 0),
  event_id uuid not null unique,
  entry    bytea not null check (octet_length(entry) = 41),
  hash     bytea not null check (octet_length(hash) = 32)
);
