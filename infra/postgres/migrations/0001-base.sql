-- Tasks, who holds which desktop, journal, facts and work on their way out, desktops, tokens, blobs.
-- Plain SQL for Postgres 15 to 18, without extensions. Applied files are never changed: add the next number instead.

-- One row per unit of work that committed. When a connection is lost during COMMIT, the row tells whether it counted.
create table unit_of_work (
  id uuid primary key,
  at timestamptz not null default now()
);

create table task (
  id text primary key,
  -- The order in which tasks came: the order of each desktop's line.
  place bigint generated always as identity,
  desktop_id text not null,
  state text not null,
  version integer not null check (version > 0),
  requested_by text not null,
  request_id text not null,
  -- The whole task as canonical protobuf JSON; the columns above are what is searched by.
  body jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  unique (requested_by, request_id)
);

-- One row per desktop that ever had a task; locking it puts everything that concerns its line of tasks in a row.
create table desktop_line (
  desktop_id text primary key,
  active_task_id text
);

create table journal (
  task_id text not null references task (id) on delete cascade,
  -- 1, 2, 3, ... within the task.
  id integer not null check (id > 0),
  step_id text not null,
  event text not null,
  actor text not null,
  details jsonb not null,
  at timestamptz not null,
  -- SHA-256 (hex) over the previous hash and this entry.
  hash text not null,
  primary key (task_id, id)
);

-- Lines leave the journal only together with their whole task, and a task only after it has ended.
create function refuse_journal_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from task where id = old.task_id) then
    return old;
  end if;
  raise exception 'the journal is append-only' using errcode = 'restrict_violation';
end
$$;

create trigger journal_keeps_lines before update or delete on journal
  for each row execute function refuse_journal_change();

create function refuse_truncate() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger journal_keeps_all before truncate on journal
  for each statement execute function refuse_truncate();

create function refuse_losing_a_task() returns trigger language plpgsql as $$
begin
  raise exception 'a task that has not ended is kept' using errcode = 'restrict_violation';
end
$$;

create trigger task_is_kept_until_it_ends before delete on task
  for each row when (old.finished_at is null) execute function refuse_losing_a_task();

-- Facts: written with the change they tell of, numbered and published afterwards by the relay.
create table fact (
  id bigint generated always as identity primary key,
  -- Gapless over all tasks, given in the order of publishing. Null: still to be published.
  sequence bigint unique,
  task_id text not null,
  -- The task as it was, as protobuf.
  body bytea not null,
  created_at timestamptz not null
);

-- One row: how far the numbering, the publishing and the forgetting of facts have come.
create table fact_line (
  the_one boolean primary key default true check (the_one),
  newest bigint not null default 0,
  published bigint not null default 0,
  removed bigint not null default 0
);
insert into fact_line default values;

-- Work still to be handed to the queue; removed once the queue has it.
create table work (
  id text primary key,
  place bigint generated always as identity,
  task_id text not null,
  traceparent text not null,
  created_at timestamptz not null
);

create table desktop (
  id text primary key,
  name text not null,
  platform text not null,
  public_key bytea not null unique,
  enrolled_at timestamptz not null,
  last_seen_at timestamptz
);

create table enrolment_code (
  -- SHA-256 (hex) of the code; the code itself is kept nowhere.
  hash text primary key,
  issued_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Whom it brought in: the same agent asking again gets the same answer.
  used_by text
);

create table token (
  id text primary key,
  -- SHA-256 (hex) of the token; the token itself is kept nowhere.
  hash text not null unique,
  principal text not null,
  scopes text[] not null,
  one_time boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  exchanged_at timestamptz,
  revoked_at timestamptz
);

create table blob (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  size_bytes bigint not null,
  created_at timestamptz not null,
  referenced_at timestamptz not null
);

-- Which pictures a task shows: they are kept as long as somebody may want to look.
create table task_picture (
  task_id text not null references task (id) on delete cascade,
  sha256 text not null,
  primary key (task_id, sha256)
);
