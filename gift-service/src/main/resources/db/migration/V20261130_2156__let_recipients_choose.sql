-- A gift may name a collection, of which its recipient chooses one product. What was chosen, as it was called
-- then, and what it cost are written by the statement that makes the gift `claimed`: `cost` is spent, the rest
-- of `amount` goes back to the budget and to the limit of the key, in the same transaction.
--
-- A gift without a `cost` is spent whole. So is one that a replica of the version before claims, which knows
-- no choice: it shows the form without one, nobody can say afterwards which product to ship, and its sender
-- pays the whole amount. Collections are kept when no such replica is left (deploy/README.md).
alter table gift
  add column collection_id text references collection (id),
  add column band_id       text,
  add column product_sku   text,
  add column product_name  text check (char_length(product_name) between 1 and 100),
  add column cost          bigint,
  add constraint band_of_a_collection check (band_id is null or collection_id is not null),
  add constraint choice_is_whole check (
    (cost is null) = (product_sku is null) and (cost is null) = (product_name is null)),
  add constraint choice_of_a_collection check (product_sku is null or collection_id is not null),
  add constraint cost_within_amount check (cost between 1 and amount),
  add constraint chosen_when_claimed check (cost is null or claimed_at is not null),
  add constraint product_is_known
    foreign key (collection_id, product_sku) references product (collection_id, sku);

grant update (product_sku, product_name, cost) on gift to gift;

alter table campaign
  add column collection_id text references collection (id),
  add column band_id       text,
  add constraint band_of_a_collection check (
    band_id is null or collection_id is not null and amount is null);

grant update (collection_id, band_id) on campaign to gift;
