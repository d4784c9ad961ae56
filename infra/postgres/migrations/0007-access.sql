-- Who uses a token and who gave it; where desktops belong; what people changed of the configuration; who did what.
alter table token
  add column last_seen_at timestamptz,
  add column issued_by text not null default '';

alter table desktop add column group_name text not null default '';

-- What people set in place of the configuration.
create table setting (
  name text primary key,
  body jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null
);

create table audit (
  id bigint generated always as identity primary key,
  -- What is told more than once is kept once.
  key text unique,
  at timestamptz not null,
  actor text not null,
  deed text not null,
  -- The whole record as canonical protobuf JSON, without its id; the columns are what is searched by.
  body jsonb not null
);
create index audit_by_age on audit (at);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only' using errcode = 'restrict_violation';
end
$$;

-- Lines leave when retention says so, which is after a month at the earliest (a day's grace: clocks differ).
create trigger audit_keeps_lines before update on audit for each row execute function refuse_audit_change();
create trigger audit_keeps_young before delete on audit
  for each row when (old.at > now() - interval '29 days') execute function refuse_audit_change();
create trigger audit_keeps_all before truncate on audit for each statement execute function refuse_truncate();
