-- +goose Up
-- Release: what one partner wrote becomes visible to the other as an immutable copy, made by the counselor when the author asked.
-- Exercises that come round are written again and again: each go is an entry of its own, on the writer's own date.
alter table entry add column go smallint not null default 1 check (go > 0), add column on_date date, add column asked_at timestamptz;
alter table entry drop constraint entry_practice_id_assignment_id_author_id_part_key_key;
alter table entry add constraint entry_go unique (practice_id, assignment_id, author_id, part_key, go);
create index entry_asked on entry (practice_id, couple_id) where state = 'release_asked';
grant update (on_date, asked_at) on entry to amends_app;
-- The copy one reader gets, sealed under the couple's key. Only its closing changes: by the author's withdrawal or by the counselor.
create table release_copy (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  entry_id uuid not null, author_id uuid not null, reader_id uuid not null,
  kind text not null,                             -- of the exercise: letters and statements are offered before they are shown
  body bytea not null,
  passed_on date not null,
  made_by uuid not null, made_at timestamptz not null,
  closed_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, entry_id) references entry (practice_id, id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id),
  foreign key (practice_id, couple_id, reader_id) references membership (practice_id, couple_id, person_id),
  check (author_id <> reader_id)
);
create unique index release_copy_open on release_copy (practice_id, entry_id) where closed_at is null;
create index release_copy_couple on release_copy (practice_id, couple_id, passed_on desc);
-- A release held back by the counselor. Its author reads "release asked" all the while; no partner reads this table.
create table release_hold (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  entry_id uuid not null,
  told bytea,                                     -- sealed, record key: why
  made_by uuid not null, made_at timestamptz not null,
  ended_at timestamptz, ended_by uuid,
  primary key (practice_id, id),
  foreign key (practice_id, entry_id) references entry (practice_id, id)
);
create unique index release_hold_one on release_hold (practice_id, entry_id) where ended_at is null;
-- What the reader chose to do with a copy. The author never learns of it.
create table release_reading (
  practice_id uuid not null, couple_id uuid not null, copy_id uuid not null, reader_id uuid not null,
  choice text not null check (choice in ('now','session','paper','later','never')),
  chosen_at timestamptz not null,
  opened_at timestamptz,                          -- first shown, or recorded as heard by the counselor
  primary key (practice_id, copy_id),
  foreign key (practice_id, copy_id) references release_copy (practice_id, id),
  foreign key (practice_id, couple_id, reader_id) references membership (practice_id, couple_id, person_id)
);
-- How many days lie between two goes of an exercise that comes round (0: done once), and the copy an acknowledgement answers.
alter table assignment add column repeats smallint not null default 0, add column answers_id uuid,
  add foreign key (practice_id, answers_id) references release_copy (practice_id, id);
call guard('release_copy', 'care', $$couple_id = (select app_couple()) and (author_id = (select app_person())
    or reader_id = (select app_person()) and closed_at is null and passed_on >= (select app_from()) and ((select app_until()) is null or passed_on <= (select app_until())))$$,
  'couple_id = (select app_couple()) and author_id = (select app_person())');
call guard('release_hold', 'care', 'none', 'none');
call guard('release_reading', 'care', 'couple_id = (select app_couple()) and reader_id = (select app_person())',
  'couple_id = (select app_couple()) and reader_id = (select app_person()) and (select app_until()) is null');
-- Only staff pass anything on; a copy that was closed is never opened again.
create policy own_hands_insert on release_copy as restrictive for insert to amends_app
  with check ((select app_audience() in ('counselor','supervisor','intern','operator')));
create policy closed_stays on release_copy as restrictive for update to amends_app using (closed_at is null) with check (true);
grant select, insert on release_copy, release_hold, release_reading to amends_app;
grant update (closed_at) on release_copy to amends_app;
grant update (ended_at, ended_by) on release_hold to amends_app;
grant update (choice, chosen_at, opened_at) on release_reading to amends_app;
