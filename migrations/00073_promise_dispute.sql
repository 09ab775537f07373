-- +goose Up
-- "It was different": the partner who does not see a day the same says so to the counselor. The one who promised never reads these
-- rows and sees silence; what is said about the day in a session is recorded as an outcome like any other.
create table promise_dispute (
  practice_id uuid not null, couple_id uuid not null, promise_id uuid not null, on_date date not null,
  author_id uuid not null,
  body bytea not null,                            -- sealed, the author's key; may be empty words
  said_on date not null,                          -- local date of the author
  said_at timestamptz not null,
  settled_on date,                                -- an outcome was recorded in a session
  primary key (practice_id, promise_id, on_date, author_id),
  foreign key (practice_id, promise_id) references promise (practice_id, id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id)
);
create index promise_dispute_couple on promise_dispute (practice_id, couple_id, said_on);
call guard('promise_dispute', 'care', 'couple_id = (select app_couple()) and author_id = (select app_person())',
  'couple_id = (select app_couple()) and author_id = (select app_person()) and (select app_until()) is null');
create policy own_hands_insert on promise_dispute as restrictive for insert to amends_app
  with check ((select app_audience() in ('partner','operator')) and settled_on is null);
create policy own_hands_update on promise_dispute as restrictive for update to amends_app using ((select app_audience() is distinct from 'partner'));
grant select, insert on promise_dispute to amends_app;
grant update (settled_on) on promise_dispute to amends_app;
