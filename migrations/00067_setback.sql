-- +goose Up
-- The plan for hard moments, and the waves that came. A person's own plan and waves are theirs alone: staff never read those rows,
-- whatever they hold. What was sent to the counselor stands beside them, and what the counselor passed on is an immutable version
-- of the joint plan that both read.
create table setback_plan (                       -- a person's own plan as it stands now
  practice_id uuid not null, couple_id uuid not null, person_id uuid not null,
  body bytea not null,                            -- sealed, the person's key: early sign, what I ask, what you can do, how we come back
  saved_at timestamptz not null,
  version integer not null default 1,
  primary key (practice_id, couple_id, person_id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create table setback_sent (                       -- what of it went to the counselor, to become part of the joint plan
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  author_id uuid not null,
  body bytea not null,                            -- sealed, the author's key
  source text not null default 'self' check (source in ('self','paper')),
  sent_on date not null,                          -- local date of the author
  sent_at timestamptz not null,
  passed_on date,                                 -- when the counselor passed it on
  talk_on date,                                   -- when the counselor kept it for a session instead
  primary key (practice_id, id),
  unique (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id)
);
create index setback_sent_couple on setback_sent (practice_id, couple_id, sent_at);
create table setback_passed (                     -- the joint plan: the newest version of each author stands, the old ones stay readable
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  author_id uuid,                                 -- null: both wrote it together in a session
  sent_id uuid,                                   -- what it was passed on from
  body bytea not null,                            -- sealed, the couple's key
  made_on date not null, made_at timestamptz not null, made_by uuid not null,
  primary key (practice_id, id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id),
  foreign key (practice_id, couple_id, sent_id) references setback_sent (practice_id, couple_id, id)
);
create index setback_passed_couple on setback_passed (practice_id, couple_id, made_at);
create table setback_wave (                       -- a wave came: kept by who had it
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  person_id uuid not null,
  on_date date not null,                          -- local date
  strength integer check (strength between 0 and 10),
  body bytea not null,                            -- sealed, the person's key: what set it off, what helped, what still stands
  saved_at timestamptz not null,
  version integer not null default 1,
  primary key (practice_id, id),
  unique (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index setback_wave_person on setback_wave (practice_id, couple_id, person_id, on_date desc);
create table setback_told (                       -- a line about a wave that the person wrote to the counselor; nothing else of it goes
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  wave_id uuid not null, person_id uuid not null,
  body bytea not null,                            -- sealed, the person's key
  told_on date not null,                          -- local date
  told_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, couple_id, wave_id) references setback_wave (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index setback_told_couple on setback_told (practice_id, couple_id, told_at desc);
call guard('setback_plan', 'none', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('setback_sent', 'care', 'couple_id = (select app_couple()) and author_id = (select app_person())',
  'couple_id = (select app_couple()) and author_id = (select app_person()) and (select app_until()) is null');
call guard('setback_passed', 'care',
  'couple_id = (select app_couple()) and made_on >= (select app_from()) and ((select app_until()) is null or made_on <= (select app_until())) and not (select joint_stopped())', 'none');
call guard('setback_wave', 'none', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('setback_told', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
-- Each in their own hands: what was sent stands, what staff enter is marked as entered, and nobody tells in another's name.
create policy own_hands_insert on setback_sent as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner') and passed_on is null and talk_on is null);
create policy own_hands_update on setback_sent as restrictive for update to amends_app using ((select app_audience() is distinct from 'partner'));
create policy own_hands_insert on setback_told as restrictive for insert to amends_app with check ((select app_audience() in ('partner','operator')));
grant select, insert on setback_plan, setback_sent, setback_passed, setback_wave, setback_told to amends_app;
grant update (body, saved_at, version) on setback_plan to amends_app;
grant update (passed_on, talk_on) on setback_sent to amends_app;
grant update (on_date, strength, body, saved_at, version) on setback_wave to amends_app;
