-- What recipients can choose from. An operator keeps it, as the owner of the database
-- (`gift-service/run collections`); the service reads it. It is the same for every account and says nothing
-- of any, so it has no tenant and no row-level security.
--
-- Nothing is deleted that a gift may name: what is no longer sold is `retired`. A product without a `place`
-- was left out of the file, and is shown nowhere. Bands go: a gift keeps its own amount.
create table collection (
  id    text not null primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  name  text not null check (char_length(name) between 1 and 100),
  shelf text not null check (shelf in ('available', 'retired'))
);

create table collection_band (
  collection_id text    not null references collection (id),
  id            text    not null check (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  place         integer not null,
  label         text    not null check (char_length(label) between 1 and 100),
  amount        bigint  not null check (amount between 1 and 9000000000000000),
  currency      text    not null check (currency ~ '^[A-Z]{3}$'),
  primary key (collection_id, id)
);

create table product (
  collection_id text    not null references collection (id),
  sku           text    not null check (sku ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$'),
  place         integer,
  name          text    not null check (char_length(name) between 1 and 100),
  description   text    check (char_length(description) between 1 and 140),
  shelf         text    not null check (shelf in ('available', 'retired')),
  primary key (collection_id, sku),
  check (place is not null or shelf = 'retired')
);

create table product_price (
  collection_id text   not null,
  sku           text   not null,
  currency      text   not null check (currency ~ '^[A-Z]{3}$'),
  amount        bigint not null check (amount between 1 and 9000000000000000),
  primary key (collection_id, sku, currency),
  foreign key (collection_id, sku) references product (collection_id, sku)
);

grant select on collection, collection_band, product, product_price to gift;
