-- They are few, and every replica asks every few seconds how many.
create index audit_outbox_refused on audit_outbox (position) where refused_at is not null;
