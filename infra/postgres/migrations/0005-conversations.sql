-- Turns of conversations: a thread is what one principal said to one desktop. `body` is the whole message as JSON.
create table turn (
  place bigint generated always as identity primary key,
  principal text not null,
  desktop_id text not null,
  id text not null,
  body jsonb not null,
  at timestamptz not null,
  unique (principal, desktop_id, id)
);
create index turn_of_thread on turn (principal, desktop_id, place desc);
create index turn_by_age on turn (at);

-- Words whose meaning somebody confirmed. `owner` is empty where it counts for everybody.
create table example (
  place bigint generated always as identity primary key,
  id text not null unique,
  skill_id text not null,
  owner text not null,
  words text not null,
  domain text not null,
  body jsonb not null,
  unique (owner, domain, words)
);
create index example_of_skill on example (skill_id, owner, place desc);
