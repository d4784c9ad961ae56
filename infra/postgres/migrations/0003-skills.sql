-- Skills: what was learned. One row each, the newest version; `body` is the whole message as JSON.
create table skill (
  id text primary key,
  version bigint not null,
  name text not null,
  body jsonb not null,
  updated_at timestamptz not null
);
