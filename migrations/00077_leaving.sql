-- +goose Up
-- A separated partner's place ends on a day. When that was recorded, and by whom, stands beside it: an ending is put right by
-- what was made joint since it was recorded, not since its day.
alter table membership add column ended_at timestamptz, add column ended_by uuid;
grant update (ended_at, ended_by) on membership to amends_app;

-- An end of a couple's care, and that it was taken up again. couple.care_to says whether care has ended now; here stand why, and
-- the earlier times. Partners never read this table.
create table discharge (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  last_on date not null,                          -- last day in care
  reason text not null check (reason in ('reached','moved','ended','referred','safety','other')),
  told bytea,                                     -- sealed, record key: the counselor's own words
  made_by uuid not null, made_at timestamptz not null,
  taken_up_at timestamptz, taken_up_by uuid,
  primary key (practice_id, id),
  foreign key (practice_id, couple_id) references couple
);
-- One end at a time.
create unique index discharge_one on discharge (practice_id, couple_id) where taken_up_at is null;
call guard('discharge', 'care', 'none', 'none');
grant select, insert on discharge to amends_app;
grant update (taken_up_at, taken_up_by) on discharge to amends_app;
