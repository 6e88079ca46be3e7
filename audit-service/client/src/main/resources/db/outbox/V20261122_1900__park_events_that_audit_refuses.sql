-- One event that audit will never take must not hold up all behind it. It stays here, marked, until
-- somebody has looked into it: clearing both columns sends it again.
alter table audit_outbox
    add column refused_at timestamptz,
    add column refusal text,
    add constraint audit_outbox_refusal_says_why check ((refused_at is null) = (refusal is null));

grant update (refused_at, refusal) on audit_outbox to "${flyway:database}_worker";
