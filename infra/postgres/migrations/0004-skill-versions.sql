-- What skills do, in all their versions. `skill.body` stays without steps: it is what lists are made of.
create table skill_version (
  skill_id text not null references skill (id) on delete cascade,
  version bigint not null,
  body jsonb not null,
  primary key (skill_id, version)
);

insert into skill_version (skill_id, version, body) select id, version, body from skill;

-- How a step's element may be known from now on; somebody decides. One for each end of a step, the newest.
create table step_proposal (
  id text primary key,
  skill_id text not null references skill (id) on delete cascade,
  step_id text not null,
  is_end boolean not null,
  body jsonb not null,
  proposed_at timestamptz not null,
  unique (skill_id, step_id, is_end)
);
