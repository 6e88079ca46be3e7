-- Which template a key was made from. What it may do stands in its own row, as the template was then.
alter table api_key
  add column template text check (length(template) between 1 and 50);
