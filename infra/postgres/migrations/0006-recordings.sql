-- Recordings: what a person showed, act by act; and drafts, what was learned from them before somebody agreed to it.
create table recording (
  id text primary key,
  desktop_id text not null,
  state text not null,
  version bigint not null,
  -- The whole recording as canonical protobuf JSON; the columns are what is searched by.
  body jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
-- Nobody else teaches a desktop meanwhile.
create unique index recording_active on recording (desktop_id) where ended_at is null;
create index recording_ended on recording (ended_at) where ended_at is not null;

create table recorded_act (
  recording_id text not null references recording (id) on delete cascade,
  -- 1, 2, 3, ... within the recording.
  number bigint not null check (number > 0),
  body jsonb not null,
  primary key (recording_id, number)
);

-- Which pictures a recording shows: they are kept as long as somebody may learn from them.
create table recording_picture (
  recording_id text not null references recording (id) on delete cascade,
  sha256 text not null,
  primary key (recording_id, sha256)
);
create index recording_picture_by_hash on recording_picture (sha256);

create table draft (
  id text primary key,
  -- Grows with every change, undo and redo included.
  version bigint not null,
  -- Which of its states is shown, and the newest that there is.
  position bigint not null,
  newest bigint not null,
  updated_at timestamptz not null
);

create table draft_state (
  draft_id text not null references draft (id) on delete cascade,
  position bigint not null,
  -- As protobuf: it holds pictures of elements.
  body bytea not null,
  primary key (draft_id, position)
);
create index draft_by_age on draft (updated_at);
