-- +goose Up
-- The counselor's plan of a couple's next weeks. No partner reads it: a planned step is there for a partner only once it was given.
create table plan_step (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  programme_version_id uuid not null,
  code text not null,                             -- placement code, such as A2
  step_key text not null,
  for_id uuid,                                    -- one of the two; null: everybody it is for
  on_date date not null,                          -- from when it is meant
  waits text not null default 'date' check (waits in ('date','both_done','release')),
  waits_for uuid,                                 -- with both_done: the assignment that everybody has to be done with
  opened_at timestamptz,                          -- with release: when the counselor let it go
  taken_out_at timestamptz,
  made_by uuid not null, made_at timestamptz not null,
  version integer not null default 1,
  primary key (practice_id, id),
  foreign key (practice_id, couple_id) references couple,
  foreign key (practice_id, programme_version_id) references programme_version (practice_id, id),
  foreign key (practice_id, waits_for) references assignment (practice_id, id),
  foreign key (practice_id, couple_id, for_id) references membership (practice_id, couple_id, person_id),
  check ((waits = 'both_done') = (waits_for is not null))
);
create index plan_step_couple on plan_step (practice_id, couple_id, on_date) where taken_out_at is null;
-- While a couple's plan rests, after a setback for instance, what was running is paused; it comes back as it was.
create table plan_pause (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  begun_on date not null,
  made_by uuid not null, made_at timestamptz not null,
  ended_at timestamptz, ended_by uuid,
  primary key (practice_id, id),
  foreign key (practice_id, couple_id) references couple
);
create unique index plan_pause_one on plan_pause (practice_id, couple_id) where ended_at is null;
-- A finished step was looked at again: the next recheck counts from this date.
create table plan_recheck (
  practice_id uuid not null, couple_id uuid not null, code text not null, on_date date not null,
  made_by uuid not null, made_at timestamptz not null,
  primary key (practice_id, couple_id, code, on_date),
  foreign key (practice_id, couple_id) references couple
);
-- What reached somebody: said by the receiver, read by the counselor, never by the one it came from.
create table felt (
  practice_id uuid not null, couple_id uuid not null, person_id uuid not null,
  about_id uuid not null,                         -- an own assignment that is done together, or a copy that was passed on
  says text not null check (says in ('yes','partly','no','unsaid')),
  said_on date not null,                          -- local date of the person
  said_at timestamptz not null,
  primary key (practice_id, couple_id, person_id, about_id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
-- What got in the way, as the person chose to say; where a pause found the person; a step that is kept for the session.
alter table assignee add column obstacle text check (obstacle in ('tired','time','hard','fit','talk','unsaid')), add column paused_from text;
alter table assignment add column in_session_at timestamptz;
call guard('plan_step', 'care', 'none', 'none');
call guard('plan_pause', 'care', 'none', 'none');
call guard('plan_recheck', 'care', 'none', 'none');
call guard('felt', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
create policy own_hands_insert on felt as restrictive for insert to amends_app with check ((select app_audience() in ('partner','operator')));
create policy own_hands_update on felt as restrictive for update to amends_app using ((select app_audience() in ('partner','operator')));
grant select, insert on plan_step, plan_pause, plan_recheck, felt to amends_app;
grant update (on_date, waits, waits_for, opened_at, taken_out_at, version) on plan_step to amends_app;
grant update (ended_at, ended_by) on plan_pause to amends_app;
grant update (says, said_on, said_at) on felt to amends_app;
grant update (obstacle, paused_from) on assignee to amends_app;
grant update (in_session_at, repeats) on assignment to amends_app;
