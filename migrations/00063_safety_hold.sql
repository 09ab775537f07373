-- +goose Up
-- A safety hold: joint work rests, and nobody can tell why. A quiet one keeps what is visible; a full stop closes joint pages too.
-- It begins at an instant the counselor chose, so that no one can date it to a disclosure. Partners never read this table.
create table safety_hold (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  kind text not null check (kind in ('quiet','full')),
  starts_at timestamptz not null,
  told bytea,                                     -- sealed, record key: the counselor's own reason
  made_by uuid not null, made_at timestamptz not null,
  ended_at timestamptz, ended_by uuid,
  version integer not null default 1,
  primary key (practice_id, id),
  foreign key (practice_id, couple_id) references couple
);
-- One hold at a time, planned or in force.
create unique index safety_hold_one on safety_hold (practice_id, couple_id) where ended_at is null;
call guard('safety_hold', 'care', 'none', 'none');
grant select, insert on safety_hold to amends_app;
grant update (kind, starts_at, ended_at, ended_by, version) on safety_hold to amends_app;
-- A partner's app asks only whether anything new may become joint; a hold and a closed gate are one answer.
create or replace function joint_open() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) filter (where opened) = 2 and not exists (select 1 from safety_hold where practice_id = app_practice() and couple_id = app_couple()
      and ended_at is null and starts_at <= app_now())
  from (select distinct on (gate) gate, opened from gate_event
    where practice_id = app_practice() and couple_id = app_couple() and gate in ('G0','G1') order by gate, made_at desc, on_date desc) g $$;
-- Whether joint pages are closed altogether: a full stop is not hidden, its reason is.
create function joint_stopped() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from safety_hold where practice_id = app_practice() and couple_id = app_couple()
    and kind = 'full' and ended_at is null and starts_at <= app_now()) $$;
grant execute on function joint_stopped() to amends_app;
