-- Indexes for what is asked all the time, and for what retention looks for.

-- The next task in line for a desktop.
create index task_waiting on task (desktop_id, place) where state = 'pending';
-- A desktop's tasks, newest first; all tasks come through the primary key.
create index task_by_desktop on task (desktop_id, id desc);
create index task_ended on task (finished_at) where finished_at is not null;

create index fact_unnumbered on fact (id) where sequence is null;
create index work_in_order on work (place);

create index unit_of_work_by_age on unit_of_work (at);
create index enrolment_code_by_expiry on enrolment_code (expires_at);
create index token_by_expiry on token (expires_at) where expires_at is not null;
create index blob_by_age on blob (referenced_at);
create index task_picture_by_hash on task_picture (sha256);
